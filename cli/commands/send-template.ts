import { type Command, Option } from "commander";
import { chooseDefinition } from "../../lib/domain/template/template-values.ts";
import type { Api } from "../client.ts";
import { CONTACT_HELP } from "../contact.ts";
import { mail } from "../mailing/mail.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { sendOne } from "../send-one.ts";
import { campaignId, keyValue, type SendOptions, wholeNumber } from "../send-options.ts";
import { type Context, connect, withApi } from "../session.ts";

/**
 * Messages queued for a number that is switched off are cancelled, and the mailing would not send them again.
 */
async function refuseSwitchedOff(api: Api, number: string): Promise<void> {
  const { switches: states } = await api.call("switches");
  const off = states.find((each) => each.off && (each.number === "*" || each.number === number));
  if (off)
    throw new CliProblem(
      EXIT.refused,
      `${off.number === "*" ? "All numbers are" : `The number ${number} is`} switched off, and nothing is sent from it.`,
      [`Switch it on first: npm run wa -- switch on ${off.number === "*" ? "--all" : `--number ${number}`}`],
    );
}

const EXAMPLES = `
The CSV file's first line names its columns: "contact" (or "phone") and one for each value ("1", "name", "header", "button.0").
All lines are checked before anything is sent. Contacts who are in the mailing already are skipped, so you can run the same command again.

Examples:
  npm run wa -- send-template order_update --number support --to +14155550123 --set header=A17 --set 1=Dana --set 2=lamp --set 3=tomorrow --set button.0=A17
  npm run wa -- send-template spring_sale --number support --csv customers.csv --set header=https://example.com/lamps.jpg --dry-run
  npm run wa -- send-template spring_sale --number support --csv customers.csv --set header=https://example.com/lamps.jpg --rate 5 --limit 200`;

export const sendTemplateCommand = (program: Command, context: Context) =>
  withApi(program.command("send-template"))
    .description("send an approved template, to one customer or to all in a file")
    .argument("<name>", "the template's name (at Twilio its id, HX…)")
    .requiredOption("--number <name>", "the number to send from, by its name in the settings")
    .option("--to <contact>", `one customer: ${CONTACT_HELP}`)
    .option("--csv <file>", "everybody in this file")
    .option("--language <code>", "which of several languages, as approved (en_US)")
    .addOption(
      new Option("--set <key=value>", "a value, the same for everybody; repeatable")
        .argParser(keyValue)
        .default({}, "none"),
    )
    .option("--campaign <id>", "name of the mailing (default: made of file and template)", campaignId)
    .option("--dry-run", "check everything, show the first message, send nothing")
    .option("--rate <per second>", "how fast, at most", wholeNumber(1, 80), 10)
    .option("--limit <count>", "at most so many new messages in this run", wholeNumber(1, 1_000_000))
    .option(
      "--wait <seconds>",
      "how long to wait at the end to see what became of them (one message: at most 20)",
      wholeNumber(0, 3_600),
      60,
    )
    .option("--no-wait", "do not wait at all")
    .option("--yes", "do not ask")
    .addHelpText("after", EXAMPLES)
    .action(async (name: string, options: SendOptions, command: Command) => {
      const { number, to, csv, language } = options;
      if ((to === undefined) === (csv === undefined))
        throw new CliProblem(EXIT.usage, "The recipient is missing: add either --to CONTACT or --csv FILE.");
      const session = await connect(context.io, command);
      const shelf = await session.api.call("templates", { params: { number } });
      const chosen = chooseDefinition(shelf.templates, name, language);
      if ("problems" in chosen)
        throw new CliProblem(EXIT.refused, "The template cannot be sent:", chosen.problems);
      await refuseSwitchedOff(session.api, number);
      const about = { session, shelf, definition: chosen.definition, options };
      context.end(
        csv === undefined ? await sendOne({ ...about, to: to ?? "" }) : await mail({ ...about, csv }),
      );
    });
