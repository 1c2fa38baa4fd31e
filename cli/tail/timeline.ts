import type { ResultOf } from "../../lib/operator-api/results.ts";
import type { LogLine } from "../cloud/cloud.ts";
import { crashIn } from "../cloud/crash-lines.ts";
import { outcomeText } from "../display-text.ts";
import { duration } from "../times.ts";
import type { TimelineEvent } from "./timeline-event.ts";
import { waitedAt, waitText } from "./waiting.ts";

const NOISE = new Set([
  "level",
  "message",
  "timestamp",
  "service",
  "sampling_rate",
  "code",
  "requestId",
  "xray_trace_id",
  "function_request_id",
  "conversation",
]);

const factsOf = (fields: LogLine["fields"]) =>
  Object.entries(fields)
    .filter(([key, value]) => !NOISE.has(key) && value !== undefined && !key.startsWith("_"))
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");

/** `crashes`: of any conversation. Shows those of its own requests, and those while it waited. */
type Seen = { lines: readonly LogLine[]; crashes: readonly LogLine[] };

/** In order of time. */
export function timeline(
  { lines, crashes }: Seen,
  transcript: ResultOf<"show">["transcript"],
  since: number,
): TimelineEvent[] {
  const logged = lines.flatMap(({ at, function: where, fields }): TimelineEvent[] =>
    typeof fields.code === "string"
      ? [{ at, where, what: fields.code, facts: [factsOf(fields), waitOf(fields)].filter(Boolean).join(" ") }]
      : [],
  );
  const messages = transcript
    .filter(({ at }) => at >= since)
    .map(
      ({ at, from, text, state }): TimelineEvent => ({
        at,
        where: "table",
        what: `${from} wrote`,
        facts: state ? outcomeText(state) : "",
        content: text,
      }),
    );
  return [...logged, ...messages, ...crashEvents({ lines, crashes }, transcript)].toSorted(
    (one, other) => one.at - other.at,
  );
}

const waitOf = ({ code, why, milliseconds }: LogLine["fields"]) =>
  code === "turn.waiting"
    ? `(waits ${duration(Number(milliseconds ?? 0) / 1_000)} for ${waitText(why)})`
    : "";

function crashEvents({ lines, crashes }: Seen, transcript: ResultOf<"show">["transcript"]): TimelineEvent[] {
  const own = new Set(lines.map(({ fields }) => fields.requestId).filter((id) => id !== undefined));
  return crashes.flatMap((line) => {
    const crash = crashIn(line);
    const isOwn = crash?.requestId !== undefined && own.has(crash.requestId);
    if (!crash || !(isOwn || waitedAt(transcript, line.at))) return [];
    const whose = isOwn ? "while it worked on this conversation" : "perhaps with this conversation";
    return [{ at: line.at, where: line.function, what: "function died", facts: `${crash.why}, ${whose}` }];
  });
}
