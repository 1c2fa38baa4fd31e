import type { ResultOf } from "../../lib/operator-api/results.ts";
import type { LogLine } from "../cloud/cloud.ts";
import { outcomeText } from "../display-text.ts";

/** `content`: the message text, shown only on request. */
export type TimelineEvent = { at: number; where: string; what: string; facts: string; content?: string };

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

/** In order of time. */
export function timeline(
  lines: readonly LogLine[],
  transcript: ResultOf<"show">["transcript"],
  since: number,
): TimelineEvent[] {
  const logged = lines.flatMap(({ at, function: where, fields }): TimelineEvent[] =>
    typeof fields.code === "string" ? [{ at, where, what: fields.code, facts: factsOf(fields) }] : [],
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
  return [...logged, ...messages].toSorted((one, other) => one.at - other.at);
}
