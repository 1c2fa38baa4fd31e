import type { HttpResponse } from "../../lib/adapters/lambda/http.ts";
import { jsonReply } from "../../lib/adapters/lambda/json-http.ts";
import { ERRORS, type ErrorCode } from "../../lib/operator-api/errors.ts";

/** 202: queued for the worker. */
type Done<Value> = { status: 200 | 202; value: Value };
type Refused<Code extends ErrorCode> = { error: Code; problems?: readonly string[] };
export type Answer<Value, Code extends ErrorCode> = Done<Value> | Refused<Code>;

export const ok = <Value>(value: Value): Done<Value> => ({ status: 200, value });
export const accepted = <Value>(value: Value): Done<Value> => ({ status: 202, value });
export const refuse = <Code extends ErrorCode>(
  error: Code,
  more: { problems?: readonly string[] } = {},
): Refused<Code> => ({
  error,
  ...more,
});

export function okOrRefuse<Result extends object | ErrorCode>(
  result: Result,
): Answer<Exclude<Result, ErrorCode>, Extract<Result, ErrorCode>>;
export function okOrRefuse(result: object | ErrorCode): Answer<object, ErrorCode> {
  return typeof result === "string" ? refuse(result) : ok(result);
}

export function refusal(
  error: ErrorCode,
  more: { problems?: readonly string[]; code?: string } = {},
): HttpResponse {
  const [status, message] = ERRORS[error];
  return jsonReply(status, { error, message, ...more });
}

export function toResponse(answer: Answer<unknown, ErrorCode>): HttpResponse {
  if (!("error" in answer)) return jsonReply(answer.status, answer.value);
  const { error, ...more } = answer;
  return refusal(error, more);
}
