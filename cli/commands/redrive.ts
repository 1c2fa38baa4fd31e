import { Argument, type Command, InvalidArgumentError } from "commander";
import type { QueueName } from "../cloud/cloud.ts";
import { openCloud } from "../cloud/open.ts";
import { outputTo } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { describeMessage, type MessageContent } from "../redrive/describe-message.ts";
import { type RedriveResult, redriveMessages } from "../redrive/redrive-messages.ts";
import { type Context, withApi } from "../session.ts";
import { span } from "../span.ts";
import { duration } from "../times.ts";

type Options = {
  url?: string;
  stage?: string;
  json?: boolean;
  yes?: boolean;
  conversation?: string;
  kind?: string;
  olderThan?: number;
  limit?: number;
  unreadable?: boolean;
};

const positiveInteger = (text: string) => {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give a whole number above 0.");
};

type Found = MessageContent & { ageSeconds: number; redriven: boolean };

const HIDDEN =
  "are being looked at elsewhere, or wait behind others of their conversation that do not fit. What was received elsewhere is free again within a minute";

function summary(
  queue: QueueName,
  found: number,
  unreadable: number,
  { end, moved, notMatching, left }: RedriveResult,
  yes: boolean,
): string {
  if (moved === 0 && left === 0) return `There are no dead letters of ${queue}.`;
  if (!yes) {
    const others = end === "hidden" ? ` The others ${HIDDEN}.` : "";
    return `${found} shown of about ${Math.max(left, found)}.${others} Nothing was moved: fix the cause, then add --yes.`;
  }
  const parts = [
    ...(notMatching > unreadable ? [`${notMatching - unreadable} not chosen`] : []),
    ...(unreadable > 0 ? [`${unreadable} unreadable for this version: --unreadable moves them too`] : []),
  ];
  const rest = `${end === "complete" ? "" : "about "}${left} left${parts.length > 0 ? ` (${parts.join(", ")})` : ""}`;
  return `${moved} moved back into ${queue}, ${left === 0 ? "none left" : rest}.`;
}

export const redriveCommand = (program: Command, { io, end }: Context) =>
  withApi(program.command("redrive"))
    .description("move dead letters back into their queue; without --yes only list them")
    .addArgument(new Argument("<queue>", "whose dead letters").choices(["turns", "deliveries", "leads"]))
    .option("--yes", "move them back into their queue")
    .option("--conversation <id>", "only of this conversation")
    .option("--kind <kind>", "only these: wake, part-failed, follow-up, lead; for deliveries the status")
    .option("--older-than <time>", "only what was given up so long ago: 30m, 2h, 1d", span)
    .option("--limit <count>", "at most so many", positiveInteger)
    .option("--unreadable", "also what this version cannot read")
    .addHelpText(
      "after",
      "\nFirst fix what made them fail: docs/runbook.md says how to find it. A redriven message is sent before it is removed, so Ctrl-C loses none, and a message that was answered meanwhile is not answered again. Says how many are left, and ends with 1 when some could not be moved.\n\nExamples:\n  npm run wa -- redrive turns\n  npm run wa -- redrive turns --yes --limit 10",
    )
    .action(async (queue: QueueName, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const { json, limit = Number.POSITIVE_INFINITY } = options;
      const yes = options.yes === true;
      const print = outputTo(io);
      const deadLetterQueue = (await openCloud(options, io)).deadLetters(queue);
      if (!deadLetterQueue)
        throw new CliProblem(
          EXIT.notFound,
          `This stage has no queue ${queue}.`,
          queue === "leads" ? ["It is there with leads.webhook in the settings."] : [],
        );
      const now = io.clock.now();
      const found: Found[] = [];
      let unreadable = 0;
      const result = await redriveMessages(deadLetterQueue, io, {
        limit,
        move: yes,
        stop: io.onInterrupt(),
        matches(message) {
          const { conversation, kind } = describeMessage(queue, message);
          const isChosen =
            (options.conversation === undefined || conversation === options.conversation) &&
            (options.kind === undefined || kind === options.kind) &&
            (options.olderThan === undefined || message.sentAt <= now - options.olderThan);
          if (!isChosen || conversation !== undefined || options.unreadable === true || !yes) return isChosen;
          unreadable += 1;
          return false;
        },
        onMatch(message) {
          found.push({
            ...describeMessage(queue, message),
            ageSeconds: Math.round((now - message.sentAt) / 1_000),
            redriven: yes,
          });
          if (yes && io.live) io.err(`${found.length} moved …\r`);
        },
        onWait: (count) =>
          print.note(`About ${count} more cannot be had yet: waiting for up to a minute (Ctrl-C ends).`),
      });
      const { end: how, moved, notMatching, left, problem, unreleased } = result;
      if (json)
        print.json({
          queue,
          inDeadLetters: left + moved,
          messages: found,
          moved,
          notChosen: notMatching - unreadable,
          unreadable,
          left,
          complete: how === "complete",
        });
      else {
        if (found.length > 0)
          print.table([
            ["KIND", "AGE", "CONVERSATION"],
            ...found.map(({ kind, ageSeconds, conversation }) => [
              kind,
              duration(ageSeconds),
              conversation ?? "?",
            ]),
          ]);
        print.line(`${found.length > 0 ? "\n" : ""}${summary(queue, found.length, unreadable, result, yes)}`);
      }
      if (unreleased) print.note(`Some that are left are hidden for up to a minute: ${unreleased.message}`);
      if (problem) throw problem;
      if (how === "stopped") end(EXIT.interrupted);
      if (how === "hidden" && yes) {
        print.note(`Not all were moved: those that could not be had ${HIDDEN}. Run it again then.`);
        end(EXIT.failed);
      }
    });
