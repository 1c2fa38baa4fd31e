import type { Question } from "../../application/ports/ports.ts";
import { type Dialect, NAMED_DIALECTS } from "../../domain/dialect/dialect.ts";
import { longestTextAt, shapeOf } from "../../domain/dialect/response-shape.ts";
import { askBy, type ChatsbyAgentOptions } from "./agent.ts";
import { formOf } from "./form-of.ts";
import { isTemporary, readAnswer, refusal } from "./read-answer.ts";

/** What one question in one dialect brought. Holds no text of an answer. */
export type Trial = { dialect: Dialect; tookMs: number } & (
  | { kind: "answered"; shape: string; lacksThread?: true }
  /** A success without an answer where the dialect has it. `textAt`: a JSON pointer. */
  | { kind: "unreadable"; code: string; shape: string; textAt?: string }
  | { kind: "failed"; code: string; because: "key" | "temporary" | "other" }
);

/** Asks in one dialect after the other, the given one first, until one answers. */
export async function tryDialects(
  { dialect: first, ...options }: ChatsbyAgentOptions,
  question: Question,
): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  for (const dialect of [first, ...NAMED_DIALECTS.filter((each) => each !== first)]) {
    const trial = await tryOne(options, dialect, question);
    trials.push(trial);
    if (trial.kind === "answered") break;
  }
  return trials;
}

async function tryOne(
  options: Omit<ChatsbyAgentOptions, "dialect">,
  dialect: Dialect,
  question: Question,
): Promise<Trial> {
  const { apiUrl, clock, timeoutMs } = options;
  const form = await formOf(apiUrl, dialect);
  const since = clock.now();
  const result = await askBy(form, options, question, since + timeoutMs);
  const about = { dialect, tookMs: clock.now() - since };
  if (result.kind !== "response")
    return { ...about, kind: "failed", code: result.code, because: "temporary" };
  const { status, headers, json } = result;
  if (status < 200 || status >= 300) {
    const { code } = refusal(status, headers, json, clock.now());
    return { ...about, kind: "failed", code, because: causeOf(status) };
  }
  const shape = json === undefined ? "no JSON" : shapeOf(json);
  const text = readAnswer(form.texts(json));
  if (typeof text !== "string") {
    const textAt = longestTextAt(json);
    return { ...about, kind: "unreadable", code: text.code, shape, ...(textAt !== undefined && { textAt }) };
  }
  const lacksThread =
    typeof dialect !== "string" && dialect.thread && form.threadAfter?.(question, json) === undefined;
  return { ...about, kind: "answered", shape, ...(lacksThread && { lacksThread }) };
}

function causeOf(status: number): "key" | "temporary" | "other" {
  if (status === 401 || status === 403) return "key";
  return isTemporary(status) ? "temporary" : "other";
}
