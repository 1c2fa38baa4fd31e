import type { Command } from "commander";
import type { ResultOf } from "../../lib/operator-api/results.ts";
import { CONTACT_HELP, contactFrom, contactText } from "../contact.ts";
import { writePrivate } from "../files.ts";
import { joinExport } from "../join-export.ts";
import { type Context, connect, withApi } from "../session.ts";

export const exportCommand = (program: Command, { io }: Context) =>
  withApi(program.command("export"))
    .description("all that is kept about a contact, as JSON")
    .argument("<contact>", CONTACT_HELP)
    .option("--number <name>", "only with this number of yours")
    .option("--out <file>", "write to this file instead")
    .addHelpText("after", "\nExample:\n  npm run wa -- export +14155550123 --out dana.json")
    .action(async (text: string, { number, out }: { number?: string; out?: string }, command: Command) => {
      const contact = contactText(contactFrom(text));
      const { api, print } = await connect(io, command);
      const pages: ResultOf<"export">[] = [];
      let cursor: string | undefined;
      do {
        const page = await api.call("export", {
          body: { contact, ...(number && { number }), ...(cursor && { cursor }) },
        });
        pages.push(page);
        cursor = page.cursor;
        if (cursor && io.live) io.err(`${pages.length} pages …\r`);
      } while (cursor);
      const answer = joinExport(pages);
      if (!out) {
        print.json(answer);
        return;
      }
      await writePrivate(out, `${JSON.stringify(answer, null, 2)}\n`);
      print.note(
        `${answer.conversations.length} conversation(s) written to ${out}. It is personal data: keep the file safe.`,
      );
    });
