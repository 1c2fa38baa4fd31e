import type { Command } from "commander";
import { templateValueKeys } from "../../lib/domain/template/template-values.ts";
import type { ResultOf } from "../../lib/operator-api/results.ts";
import { limitText } from "../limit-text.ts";
import { type Output, onOneLine, plain } from "../output.ts";
import { type Context, connect, withApi } from "../session.ts";

type Definition = ResultOf<"templates">["templates"][number];

function show(definition: Definition, print: Output): void {
  const { name, title, language, status, category, body } = definition;
  const about = [title && onOneLine(title), language, category?.toLowerCase()].filter(Boolean).join(", ");
  const sendable = status === "APPROVED";
  print.line(`${print.paint("bold", name)}  ${about}${sendable ? "" : `  ${print.paint("red", status)}`}`);
  for (const line of plain(body.text).split("\n")) print.line(`    ${line}`);
  const places = templateValueKeys(definition);
  if (places.length > 0) print.line(print.paint("dim", `    values: ${places.join(", ")}`));
}

export const templatesCommand = (program: Command, { io }: Context) =>
  withApi(program.command("templates"))
    .description("the templates of a number, and the values they need")
    .requiredOption("--number <name>", "the number's name in the settings")
    .addHelpText("after", "\nExample:\n  npm run wa -- templates --number support")
    .action(async ({ number }: { number: string }, command: Command) => {
      const { api, print, json } = await connect(io, command);
      const answer = await api.call("templates", { params: { number } });
      if (json) {
        print.json(answer);
        return;
      }
      for (const definition of answer.templates) show(definition, print);
      if (answer.templates.length === 0)
        print.line("This number has no templates yet: make one in WhatsApp Manager (or Twilio's console).");
      print.line(`\n${limitText(answer)}`);
    });
