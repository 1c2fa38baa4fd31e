import type { ResultOf } from "../../lib/operator-api/results.ts";
import type { LogLine } from "../cloud/cloud.ts";
import { crashIn } from "../cloud/crash-lines.ts";
import { duration } from "../times.ts";
import type { TimelineEvent } from "./timeline-event.ts";

type Shown = Pick<ResultOf<"show">, "transcript" | "handoff" | "optedOut">;
type Entry = ResultOf<"show">["transcript"][number];

/** Answers usually leave sooner. */
const MIN_WAIT_MS = 15_000;

/** By the reason in a `turn.waiting` line. */
const WAITS: Readonly<Record<string, string>> = {
  quiet: "the customer to stop writing",
  time: "more time than the invocation has left",
  agent: "the agent, which failed and is asked again",
  confirmation: "the provider's confirmation of a send whose outcome is unknown",
  refused: "the provider, which refused it for now",
  stopped: "the number, which sends nothing at the moment",
  "other-turn": "another message that is being sent",
  "side-task": "an event or a mail that failed",
};

export const waitText = (why: unknown): string => WAITS[String(why)] ?? String(why);

/** The customer wrote last, and has no answer yet. */
function unansweredSince(transcript: readonly Entry[]): number | undefined {
  const answered = transcript.findLastIndex(({ from, state }) => from !== "customer" || state !== undefined);
  return transcript[answered + 1]?.at;
}

/** Whether an answer was being waited for at that time. */
export const waitedAt = (transcript: readonly Entry[], at: number): boolean =>
  transcript.findLast((entry) => entry.at <= at)?.from === "customer";

/** `undefined`: nobody waits, or a person has the conversation. `visibilitySeconds`: of the queue. */
export function waitingEvent(
  { transcript, handoff, optedOut }: Shown,
  lines: readonly LogLine[],
  crashes: readonly LogLine[],
  { now, visibilitySeconds }: { now: number; visibilitySeconds: number },
): TimelineEvent | undefined {
  const since = unansweredSince(transcript);
  if (since === undefined || handoff || optedOut || now - since < MIN_WAIT_MS) return undefined;
  const waiting = lines.findLast(({ at, fields }) => at >= since && fields.code === "turn.waiting");
  const crash = crashes.findLast(({ at }) => at >= since);
  const facts = `no answer for ${duration((now - since) / 1_000)}: ${reason(waiting, crash, { now, visibilitySeconds })}`;
  return { at: now, where: "queue", what: "still waiting", facts };
}

function reason(
  waiting: LogLine | undefined,
  crash: LogLine | undefined,
  { now, visibilitySeconds }: { now: number; visibilitySeconds: number },
): string {
  if (crash && crash.at > (waiting?.at ?? 0)) {
    const seconds = Math.max(0, visibilitySeconds - (now - crash.at) / 1_000);
    return `the worker ${crashIn(crash)?.why ?? "died"}; the queue gives it the message again within ${duration(seconds)}`;
  }
  if (!waiting)
    return "the agent is still thinking, or nobody works on the queue. npm run wa -- status shows it";
  const left = waiting.at + Number(waiting.fields.milliseconds ?? 0) - now;
  const next = left > 0 ? `next try in ${duration(left / 1_000)}` : "next try is due";
  return `the queue waits for ${waitText(waiting.fields.why)} (${next})`;
}
