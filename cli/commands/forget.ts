import type { Command } from "commander";
import { confirm } from "../confirm.ts";
import { CONTACT_HELP, contactFrom, contactText } from "../contact.ts";
import { type Context, connect, withApi } from "../session.ts";

const BEYOND = `What it cannot erase:
  - Chatsby's own copy of the conversation (erase it in Chatsby's dashboard, or ask Chatsby)
  - e-mails about handoffs that your team has got
  - events and leads that were already delivered, for instance to your CRM
  - what the customer and WhatsApp keep themselves
  - backups of the table, which AWS keeps for 35 days
That a mailing has reached this conversation stays for a year, under an id without a name, so that it is not sent twice.
An opt-out stays recorded, so that the contact gets no messages in future either.`;

export const forgetCommand = (program: Command, { io }: Context) =>
  withApi(program.command("forget"))
    .description("erase all that is personal about a contact")
    .argument("<contact>", CONTACT_HELP)
    .option("--number <name>", "only with this number of yours")
    .option("--yes", "do not ask")
    .addHelpText("after", `\n${BEYOND}\n\nExample:\n  npm run wa -- forget +14155550123`)
    .action(async (text: string, { number, yes }: { number?: string; yes?: boolean }, command: Command) => {
      const contact = contactText(contactFrom(text));
      const { api, print, json } = await connect(io, command);
      if (!yes) {
        print.note(BEYOND);
        await confirm(
          io,
          `Erase what is kept about ${contact}${number ? ` with ${number}` : ", at all your numbers"}? It cannot be undone.`,
        );
      }
      const answer = await api.call("forget", { body: { contact, ...(number && { number }) } });
      if (json) {
        print.json(answer);
        return;
      }
      for (const { conversation, erased } of answer.conversations)
        print.line(`${conversation}: ${erased} item(s) erased.`);
      if (yes) print.note(`\n${BEYOND}`);
    });
