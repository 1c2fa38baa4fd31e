import type { Command } from "commander";
import { CONTACT_HELP, contactFrom, contactText } from "../contact.ts";
import { DATE_HELP, timeOf } from "../opt-ins/read-opt-ins.ts";
import { recordAll } from "../opt-ins/record-all.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { type Context, connect, withApi } from "../session.ts";

type Flags = {
  number: string;
  source?: string;
  text?: string;
  date?: string;
  csv?: string;
  yes?: boolean;
  withdraw?: string;
  id?: string;
};

function givenTime(date: string | undefined): number | undefined {
  const at = date === undefined ? undefined : timeOf(date);
  if (date !== undefined && at === undefined)
    throw new CliProblem(EXIT.usage, `Write --date as ${DATE_HELP}.`);
  return at;
}

const EXAMPLES = `
A marketing template can demand such a record (setting optIn.requiredForMarketing). It never undoes a customer's own STOP.
The CSV file's first line names its columns: "contact" (or "phone"), "source", "text", "date"; other columns are left alone. What is the same for everybody may be given by --source, --text and --date instead. Recording the same again changes nothing.

Examples:
  npm run wa -- opt-in +14155550123 --number support --source "Form at example.com/news" --text "Offers by WhatsApp, at most twice a month" --date 2026-05-03
  npm run wa -- opt-in --csv opt-ins.csv --number support --source "Shop in Berlin"
  npm run wa -- opt-in +14155550123 --number support --withdraw "entered by mistake"`;

async function withdraw(
  { io }: Context,
  command: Command,
  { number, withdraw: why, id, csv, source, text, date }: Flags,
  contact: string | undefined,
): Promise<void> {
  if (contact === undefined || !why || [csv, source, text, date].some((each) => each !== undefined))
    throw new CliProblem(
      EXIT.usage,
      "To withdraw, give a contact, --number and --withdraw WHY; --id for one of several.",
    );
  const named = contactText(contactFrom(contact));
  const { api, print, json } = await connect(io, command);
  const answer = await api.call("withdraw-opt-ins", {
    body: { number, contact: named, why, ...(id !== undefined && { id }) },
  });
  if (json) {
    print.json(answer);
    return;
  }
  const before = answer.withdrawn === 0 ? "Withdrawn before" : `Withdrawn: ${answer.withdrawn}`;
  print.line(`${before}. ${answer.optIns} of this customer's opt-ins count. They stay in show and export.`);
}

export const optInCommand = (program: Command, context: Context) =>
  withApi(program.command("opt-in"))
    .description("record that a customer, or everybody in a file, agreed to be written to")
    .argument("[contact]", CONTACT_HELP)
    .requiredOption("--number <name>", "the number that may write, by its name in the settings")
    .option("--source <where>", "where the customer agreed: a form, a shop, a call")
    .option("--text <words>", "what the customer agreed to, in the words shown or said")
    .option("--date <when>", `when the customer agreed: ${DATE_HELP} (one customer: default now)`)
    .option("--csv <file>", "everybody in this file")
    .option("--withdraw <why>", "the customer's opt-ins count no more: entered by mistake, or taken back")
    .option("--id <id>", "with --withdraw: only this one, by its id in `show`")
    .option("--yes", "do not ask")
    .addHelpText("after", EXAMPLES)
    .action(async (contact: string | undefined, flags: Flags, command: Command) => {
      const { number, source, text, date, csv } = flags;
      if (flags.withdraw !== undefined || flags.id !== undefined)
        return withdraw(context, command, flags, contact);
      if ((contact === undefined) === (csv === undefined))
        throw new CliProblem(EXIT.usage, "Give either a contact or --csv FILE.");
      const at = givenTime(date);
      if (csv !== undefined) {
        const session = await connect(context.io, command);
        const common = { ...(source && { source }), ...(text && { text }), ...(date && { date }) };
        context.end(await recordAll(session, { number, csv, common, yes: flags.yes === true }));
        return;
      }
      if (!source || !text)
        throw new CliProblem(EXIT.usage, "Say where the customer agreed, and to what: --source and --text.");
      const named = contactText(contactFrom(contact ?? ""));
      const { io, api, print, json } = await connect(context.io, command);
      const answer = await api.call("opt-in", {
        body: { number, contact: named, source, text, ...(at === undefined ? { id: io.newId() } : { at }) },
      });
      if (json) {
        print.json(answer);
        return;
      }
      print.line(
        `${answer.result === "repeated" ? "Recorded before" : "Recorded"}: ${answer.optIns === 1 ? "the customer's only opt-in" : `one of ${answer.optIns} opt-ins of this customer`}.`,
      );
      if (answer.withdrawn)
        print.note(
          "It was withdrawn, and does not count. If the customer has agreed again, record that with its own --date.",
        );
      if (answer.blocked !== undefined)
        print.note(
          `The customer wants no ${answer.blocked === "no-templates" ? "messages that you begin" : "more messages"}. That counts: only the customer can change it, by writing START.`,
        );
    });
