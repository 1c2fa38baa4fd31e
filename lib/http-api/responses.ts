import type { HttpResponse } from "../adapters/lambda/http.ts";
import { jsonReply } from "../adapters/lambda/json-http.ts";

/** What an operation did. 202: queued for the worker. */
type Done<Value> = { status: 200 | 202; value: Value };
/** What the client needs in order to go on, such as `problems`. */
type Refused<Code extends string> = { error: Code; more?: Readonly<Record<string, unknown>> };
/** Bytes in place of JSON. */
type File = { file: { bytes: Uint8Array; headers: Readonly<Record<string, string>> } };
export type Answer<Value, Code extends string> = Done<Value> | File | Refused<Code>;

export const ok = <Value>(value: Value): Done<Value> => ({ status: 200, value });
export const accepted = <Value>(value: Value): Done<Value> => ({ status: 202, value });
export const fileAnswer = (bytes: Uint8Array, headers: Readonly<Record<string, string>>): File => ({
  file: { bytes, headers },
});
export const refuse = <Code extends string>(
  error: Code,
  more?: Readonly<Record<string, unknown>>,
): Refused<Code> => ({ error, ...(more && { more }) });

export const okOrRefuse = <Result extends object | string>(result: Result) =>
  answerTo(ok<Exclude<Result, string>>, result);
/** For what the worker carries out later. */
export const acceptedOrRefuse = <Result extends object | string>(result: Result) =>
  answerTo(accepted<Exclude<Result, string>>, result);

const isReason = <Result extends object | string>(result: Result): result is Extract<Result, string> =>
  typeof result === "string";

function answerTo<Result extends object | string>(
  done: (value: Exclude<Result, string>) => Done<Exclude<Result, string>>,
  result: Result,
): Answer<Exclude<Result, string>, Extract<Result, string>> {
  return isReason(result) ? refuse(result) : done(result as Exclude<Result, string>);
}

/** HTTP status, and what to do. */
export type ErrorTexts = Readonly<Record<string, readonly [number, string]>>;

export function toResponse(answer: Answer<unknown, string>, errors: ErrorTexts): HttpResponse {
  if ("file" in answer) return fileResponse(answer);
  if (!("error" in answer)) return jsonReply(answer.status, answer.value);
  const { error, more } = answer;
  const [status, message] = errors[error] ?? [500, "Something failed on our side."];
  return jsonReply(status, { error, message, ...more });
}

const fileResponse = ({ file: { bytes, headers } }: File): HttpResponse => ({
  statusCode: 200,
  headers,
  body: Buffer.from(bytes).toString("base64"),
  isBase64Encoded: true,
});
