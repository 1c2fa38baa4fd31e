import type { Shown } from "../answers.ts";
import type { LogLine } from "../cloud/cloud.ts";
import { endingText } from "../words.ts";

/** Something that happened to a conversation. `content`: what somebody said; shown only when that was asked for. */
export type Happening = { at: number; where: string; what: string; facts: string; content?: string };

/** What is in every line, or said already. */
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

/** One life from two sources: what the functions logged, and what the table keeps. In order of time. */
export function timeline(lines: readonly LogLine[], transcript: Shown["transcript"], since: number): Happening[] {
  const logged = lines.flatMap(({ at, function: where, fields }): Happening[] =>
    typeof fields.code === "string" ? [{ at, where, what: fields.code, facts: factsOf(fields) }] : [],
  );
  const said = transcript
    .filter(({ at }) => at >= since)
    .map(
      ({ at, from, text, state }): Happening => ({
        at,
        where: "table",
        what: `${from} wrote`,
        facts: state ? endingText(state) : "",
        content: text,
      }),
    );
  return [...logged, ...said].toSorted((one, other) => one.at - other.at);
}
