import type { Command } from "commander";
import type { ResultOf } from "../../lib/operator-api/results.ts";
import { reasonText } from "../display-text.ts";
import { type Output, onOneLine } from "../output.ts";
import { type Context, connect, withApi } from "../session.ts";
import { dayAndTime, duration } from "../times.ts";

type OpenHandoff = ResultOf<"handoffs">["handoffs"][number];

const SOON_SECONDS = 2 * 3600;

const nameOf = ({ customer: { name, phone, userId } }: OpenHandoff) =>
  [name && onOneLine(name), phone ? `+${phone}` : userId].filter(Boolean).join(" ") || "unknown";

function windowText({ windowSecondsLeft: left }: OpenHandoff): string {
  return left === 0 ? "closed" : duration(left);
}

/** In fewer columns the table would break. */
const MIN_WIDTH = 110;

function showTable(open: readonly OpenHandoff[], print: Output): void {
  print.table([
    ["WAITING", "WINDOW", "CUSTOMER", "WHY", "NUMBER", "CONVERSATION"],
    ...open.map((each) => [
      duration(each.waitingSeconds),
      windowText(each),
      nameOf(each),
      reasonText(each.reason),
      each.number ?? "?",
      each.conversation,
    ]),
  ]);
  for (const { conversation, summary } of open)
    if (summary) print.line(`\n${print.paint("dim", conversation)} ${onOneLine(summary)}`);
}

function showList(open: readonly OpenHandoff[], print: Output): void {
  for (const each of open) {
    print.line(print.paint("bold", nameOf(each)));
    print.line(`  waiting ${duration(each.waitingSeconds)}, window ${windowText(each)}`);
    print.line(`  ${reasonText(each.reason)}, at ${each.number ?? "?"}`);
    if (each.summary) print.line(`  ${onOneLine(each.summary)}`);
    print.line(print.paint("dim", `  ${each.conversation}`));
  }
}

/** One line for each number where nobody is there now. */
function showClosed(open: readonly OpenHandoff[], print: Output): void {
  for (const [number, waiting] of Map.groupBy(open, (each) => each.number ?? "?")) {
    const opensAt = waiting.find((each) => each.opensAt !== undefined)?.opensAt;
    if (opensAt === undefined) continue;
    const bot = waiting.filter((each) => each.botUntil !== undefined).length;
    const goesOn = bot > 0 ? ` The bot goes on until then with ${bot} of them.` : "";
    print.note(`\n${number}: outside business hours until ${dayAndTime(opensAt)}.${goesOn}`);
  }
}

function show(open: readonly OpenHandoff[], print: Output, width: number): void {
  if (open.length === 0) {
    print.line("Nobody waits for a person.");
    return;
  }
  if (width < MIN_WIDTH) showList(open, print);
  else showTable(open, print);
  showClosed(open, print);
  const pressing = open.filter(({ windowSecondsLeft: left }) => left > 0 && left < SOON_SECONDS).length;
  if (pressing > 0) print.note(`\n${pressing} of them can be answered freely for less than two hours.`);
}

export const handoffsCommand = (program: Command, { io }: Context) =>
  withApi(program.command("handoffs"))
    .description("customers who wait for a person, longest first")
    .addHelpText(
      "after",
      `
WINDOW is how long WhatsApp still takes a free answer: 24 hours from the customer's last message. Afterwards only a template can be sent.

Examples:
  npm run wa -- handoffs
  npm run wa -- handoffs --stage prod --json`,
    )
    .action(async (_options: unknown, command: Command) => {
      const { api, print, json } = await connect(io, command);
      const answer = await api.call("handoffs");
      if (json) print.json(answer);
      else show(answer.handoffs, print, io.width);
    });
