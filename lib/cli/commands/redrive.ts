import { Argument, type Command, InvalidArgumentError } from "commander";
import type { QueueName } from "../cloud/cloud.ts";
import { openCloud } from "../cloud/open.ts";
import { outputTo } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { type Described, described } from "../redrive/describe.ts";
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

const whole = (text: string) => {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give a whole number above 0.");
};

export const redriveCommand = (program: Command, { io, end }: Context) =>
  withApi(program.command("redrive"))
    .description("give what was given up another chance; without --yes only shows what is there")
    .addArgument(new Argument("<queue>", "whose dead letters").choices(["turns", "deliveries", "leads"]))
    .option("--yes", "move them back into their queue")
    .option("--conversation <id>", "only of this conversation")
    .option("--kind <kind>", "only these: wake, part-failed, follow-up, lead; for deliveries the status")
    .option("--older-than <time>", "only what was given up so long ago: 30m, 2h, 1d", span)
    .option("--limit <count>", "at most so many", whole)
    .option("--unreadable", "also what this version cannot read")
    .addHelpText(
      "after",
      "\nFirst mend what made them fail: docs/runbook.md says how to find it. A redriven message is sent before it is removed, so Ctrl-C loses none, and a message that was answered meanwhile is not answered again.\n\nExamples:\n  npm run wa -- redrive turns\n  npm run wa -- redrive turns --yes --limit 10",
    )
    .action(async (queue: QueueName, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const { yes, json, limit = Number.POSITIVE_INFINITY } = options;
      const print = outputTo(io);
      const cloud = await openCloud(options, io);
      const state = await cloud.queue(queue);
      if (!state)
        throw new CliProblem(
          EXIT.notFound,
          `This stage has no queue ${queue}.`,
          queue === "leads" ? ["It is there with leads.webhook in the settings."] : [],
        );
      const now = io.clock.now();
      const chosen = (letter: Described, sentAt: number) =>
        (options.conversation === undefined || letter.conversation === options.conversation) &&
        (options.kind === undefined || letter.kind === options.kind) &&
        (options.olderThan === undefined || sentAt <= now - options.olderThan) &&
        (letter.conversation !== undefined || options.unreadable === true || !yes);
      const stop = yes ? io.onInterrupt() : undefined;
      const found: (Described & { ageSeconds: number; redriven: boolean })[] = [];
      let left = 0;
      for await (const letter of cloud.deadLetters(queue)) {
        if (found.length >= limit || stop?.aborted) break;
        const about = described(queue, letter);
        if (!chosen(about, letter.sentAt)) {
          left += 1;
          continue;
        }
        if (yes) await letter.redrive();
        found.push({ ...about, ageSeconds: Math.round((now - letter.sentAt) / 1_000), redriven: yes === true });
        if (yes && io.live) io.err(`${found.length} moved …\r`);
      }
      const total = state.deadLetters.waiting + state.deadLetters.inFlight;
      if (stop?.aborted) end(EXIT.interrupted);
      if (json) {
        print.json({ queue, inDeadLetters: total, messages: found, left });
        return;
      }
      if (found.length === 0) {
        print.line(
          total === 0
            ? `Nothing was given up in ${queue}.`
            : `None of about ${total} message(s) fits, or they are being looked at elsewhere: try again in a minute.`,
        );
        return;
      }
      print.table([
        ["KIND", "AGE", "CONVERSATION"],
        ...found.map(({ kind, ageSeconds, conversation }) => [kind, duration(ageSeconds), conversation ?? "?"]),
      ]);
      print.line(
        yes
          ? `\n${found.length} moved back into ${queue}${left > 0 ? `, ${left} left where they were` : ""}.`
          : `\n${found.length} shown of about ${total}. Nothing was moved: mend the cause, then add --yes.`,
      );
    });
