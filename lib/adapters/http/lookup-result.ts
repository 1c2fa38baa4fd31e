import type { ResponseHeaders } from "./fetch.ts";
import type { HttpResult } from "./request.ts";

/** Holds codes only, nothing of a body. */
export type LookupResult<Value> =
  | { kind: "found"; value: Value }
  /** `code`: the system's own, or `http_404`. */
  | { kind: "refused"; code: string; status: number }
  /** Unreachable, or without a complete, readable response. */
  | { kind: "no-answer"; code: string };

/** `read` returns `undefined` for a shape that it does not know. */
export function lookupResult<Value>(
  result: HttpResult,
  codeOf: (json: unknown) => string | undefined,
  read: (json: unknown, headers: ResponseHeaders) => Value | undefined,
): LookupResult<Value> {
  if (result.kind !== "response") return { kind: "no-answer", code: result.code };
  const { status, json, headers } = result;
  if (status < 200 || status >= 300)
    return { kind: "refused", code: codeOf(json) ?? `http_${status}`, status };
  const value = read(json, headers);
  return value === undefined ? { kind: "no-answer", code: "unreadable_answer" } : { kind: "found", value };
}
