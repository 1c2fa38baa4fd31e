import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { rolloutText } from "../../lib/domain/rollout/rollout-report.ts";
import type { ResultOf } from "../../lib/operator-api/results.ts";
import { contactFrom, contactText } from "../contact.ts";
import { whoText } from "../display-text.ts";
import type { Output } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { type Context, connect, withApi } from "../session.ts";
import { dayAndTime } from "../times.ts";

type Flags = {
  percent?: number;
  contacts?: readonly string[];
  add?: readonly string[];
  remove?: readonly string[];
  others?: "silent" | "handoff";
  drafts?: "on" | "off";
};

function percentFrom(text: string): number {
  const percent = Number(text.replace(/\s*%$/, ""));
  if (text.trim() === "" || !(percent >= 0 && percent <= 100))
    throw new InvalidArgumentError("Use a number from 0 to 100.");
  return percent;
}

/** Separated by commas; the option may also be repeated. */
const contactsFrom = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...text
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "")
    .map((each) => contactText(contactFrom(each))),
];

const SOURCES: Readonly<Record<ResultOf<"rollout">["source"], string>> = {
  operator: "",
  settings: "the settings",
  default: "by default",
};

function show(rollouts: readonly ResultOf<"rollout">[], print: Output): void {
  print.table([
    ["NUMBER", "WHOM THE BOT ANSWERS", "SINCE", "BY"],
    ...rollouts.map(({ number, at, by, ...rollout }) => [
      number,
      rolloutText(rollout),
      at === undefined ? "" : dayAndTime(at),
      by ? whoText(by) : SOURCES[rollout.source],
    ]),
  ]);
}

export const rolloutCommand = (program: Command, { io }: Context) =>
  withApi(program.command("rollout"))
    .description("answer some customers first: listed contacts, then a percentage; without options: show it")
    .addArgument(new Argument("[number]", "the number's name in the settings"))
    .option("--percent <n>", "of all other customers; a higher one only adds", percentFrom)
    .option(
      "--contacts <list>",
      "exactly these: phones with + or user ids, separated by commas",
      contactsFrom,
    )
    .option("--add <list>", "these, too", contactsFrom)
    .option("--remove <list>", "these no longer", contactsFrom)
    .addOption(
      new Option("--others <what>", "what the others get: nothing, or a person").choices([
        "silent",
        "handoff",
      ]),
    )
    .addOption(
      new Option("--drafts <state>", "on: the agent's answers wait in the inbox for a person's tap").choices([
        "on",
        "off",
      ]),
    )
    .addHelpText(
      "after",
      "\nIt counts within seconds, without a deploy, also for an answer in preparation, and replaces the rollout of the settings. A customer stays on the same side until you lower the percentage. The others get no word of the bot: no answer, no confirmation, no typing. STOP works for them, too.\n\nExamples:\n  npm run wa -- rollout support --percent 0 --contacts +4915112345678,+4915112345679\n  npm run wa -- rollout support --percent 10\n  npm run wa -- rollout support --percent 100 --drafts off",
    )
    .action(async (number: string | undefined, flags: Flags, command: Command) => {
      const { percent, contacts, add, remove, others, drafts } = flags;
      const change = omitUndefined({
        percent,
        contacts: contacts && [...contacts],
        add: add && [...add],
        remove: remove && [...remove],
        others,
        drafts: drafts && drafts === "on",
      });
      const isChange = Object.keys(change).length > 0;
      if (isChange && !number) throw new CliProblem(EXIT.usage, "The number is missing: rollout NUMBER …");
      const { api, print, json } = await connect(io, command);
      if (number) {
        const params = { number };
        const rollout = isChange
          ? await api.call("change-rollout", { params, body: change })
          : await api.call("rollout", { params });
        if (json) print.json(rollout);
        else show([rollout], print);
        if ((contacts ?? add) && rollout.contacts > 0 && rollout.percent >= 100)
          print.note("The bot answers everybody else, too. Only those listed: add --percent 0.");
        return;
      }
      const { numbers } = await api.call("numbers");
      const rollouts = await Promise.all(
        numbers.map((each) => api.call("rollout", { params: { number: each.number } })),
      );
      if (json) print.json({ rollouts });
      else show(rollouts, print);
    });
