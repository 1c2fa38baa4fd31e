import { type Command, Option } from "commander";
import { timeouts } from "../../lib/config/derived/limits.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../lib/domain/time.ts";
import { openCloud } from "../cloud/open.ts";
import { backoff, retryThrottled, unlessThrottled } from "../cloud/retry-throttled.ts";
import { CONTACT_HELP, theConversation } from "../contact.ts";
import { type Output, onOneLine } from "../output.ts";
import { type Context, connect, withApi } from "../session.ts";
import { span } from "../span.ts";
import { timeline } from "../tail/timeline.ts";
import type { TimelineEvent } from "../tail/timeline-event.ts";
import { waitingEvent } from "../tail/waiting.ts";
import { dayOf, timeOf } from "../times.ts";

type Options = {
  url?: string;
  stage?: string;
  number?: string;
  since: number;
  content?: boolean;
  follow?: boolean;
};

const POLL_MS = 3 * SECOND_MS;
/** `--follow` searches again: CloudWatch shows a line some time after it was written. */
const LATE_MS = 5 * MINUTE_MS;
const MAX_MESSAGES = 200;
/** Says again that nobody has answered yet. */
const WAIT_EVERY_MS = 30 * SECOND_MS;

const clockOf = (at: number) => `${dayOf(at)} ${timeOf(at)}:${new Date(at).toISOString().slice(17, 23)}`;

function line({ at, where, what, facts, content }: TimelineEvent, print: Output, showContent: boolean): void {
  const text =
    content === undefined
      ? ""
      : showContent
        ? ` ${onOneLine(content)}`
        : print.paint("dim", ` (${[...content].length} characters)`);
  print.line(
    `${print.paint("dim", clockOf(at))}  ${where.toLowerCase().padEnd(13)} ${what.padEnd(18)} ${print.aim(facts)}${text}`.trimEnd(),
  );
}

export const tailCommand = (program: Command, { io }: Context) =>
  withApi(program.command("tail"))
    .description(
      "one conversation's life from logs and table, step by step; message texts stay hidden without --content",
    )
    .argument("<contact>", CONTACT_HELP)
    .option("--number <name>", "your number, when the contact writes to several")
    .addOption(
      new Option("--since <time>", "how far back: 30m, 2h, 1d").argParser(span).default(2 * HOUR_MS, "2h"),
    )
    .option("--content", "show message texts")
    .option("--follow", "go on as things happen, until Ctrl-C")
    .addHelpText(
      "after",
      "\nAlso shows when the worker died (time-out, memory, start), and why there is no answer yet. CloudWatch shows a line some seconds after it was written.\n--json: one object a line {at, where, what, facts, content?}.\n\nExamples:\n  npm run wa -- tail +14155550123 --since 1d\n  npm run wa -- tail 3f0c… --follow",
    )
    .action(async (contact: string, { number, since: back, content, follow }: Options, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const { api, print, json } = await connect(io, command);
      const cloud = await openCloud(options, io);
      const clock = { now: () => io.clock.now() + (cloud.aheadMs ?? 0) };
      const now = clock.now();
      const conversation = await theConversation(api, contact, { number, now });
      const since = now - back;
      const stop = follow ? io.onInterrupt() : undefined;
      const shown = new Set<string>();
      const wait = backoff(POLL_MS);
      let from = since;
      let waitShownAt = Number.NEGATIVE_INFINITY;
      do {
        const search = async () => ({
          lines: await cloud.logs({ containing: conversation, since: from }),
          crashes: await cloud.crashLines(from),
        });
        const [searched, about] = await Promise.all([
          follow ? unlessThrottled(search) : retryThrottled(io, search),
          api.call("show", { params: { conversation, messages: String(MAX_MESSAGES) } }),
        ]);
        const seen = searched ?? { lines: [], crashes: [] };
        const found = timeline(seen, about.transcript, since).filter((each) => {
          const key = JSON.stringify(each);
          if (shown.has(key)) return false;
          shown.add(key);
          return true;
        });
        const at = { now: clock.now(), visibilitySeconds: timeouts(cloud.settings).turnsVisibility };
        const waiting = searched && waitingEvent(about, seen.lines, seen.crashes, at);
        if (waiting && at.now - waitShownAt >= WAIT_EVERY_MS) {
          waitShownAt = at.now;
          found.push(waiting);
        }
        if (json) for (const each of found) print.jsonLine(content ? each : { ...each, content: undefined });
        else for (const each of found) line(each, print, content === true);
        if (!follow && found.length === 0)
          print.note(
            "Nothing happened to this conversation in that time. Look further back with --since 7d.",
          );
        if (searched) from = Math.max(from, clock.now() - LATE_MS);
        if (follow) await io.sleep(searched ? wait.answered() : wait.refused(), stop);
      } while (stop && !stop.aborted);
    });
