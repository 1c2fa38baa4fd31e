import type { HttpResult } from "./request.ts";

/** What a look-up came to, for callers that tell the ways to fail apart. Holds codes only, never what a body said. */
export type LookupResult<Value> =
  | { kind: "found"; value: Value }
  /** The system answered no; `code` is its own, or `http_404`. */
  | { kind: "refused"; code: string; status: number }
  /** It could not be reached, or gave no whole answer, or one that nobody can read. */
  | { kind: "no-answer"; code: string };

/** Reads an answer. `read` gives `undefined` for what is not the shape it knows. */
export function lookupResult<Value>(
  result: HttpResult,
  codeOf: (json: unknown) => string | undefined,
  read: (json: unknown, headers: Headers) => Value | undefined,
): LookupResult<Value> {
  if (result.kind !== "response") return { kind: "no-answer", code: result.code };
  const { status, json, headers } = result;
  if (status < 200 || status >= 300) return { kind: "refused", code: codeOf(json) ?? `http_${status}`, status };
  const value = read(json, headers);
  return value === undefined ? { kind: "no-answer", code: "unreadable_answer" } : { kind: "found", value };
}
