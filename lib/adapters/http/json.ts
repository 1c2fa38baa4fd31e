import { isRecord } from "../../domain/is-record.ts";
/** What is missing, empty or of another type is `undefined`. */
export type Json = Readonly<Record<string, unknown>>;

export const record = (value: unknown): Json | undefined => (isRecord(value) ? value : undefined);

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** An id, which some payloads have as a number. */
export const label = (value: unknown): string | undefined =>
  Number.isSafeInteger(value) ? String(value) : text(value);

/** Goes into logs and queue messages, so anything that could be prose is `undefined`. */
export function errorCode(value: unknown): string | undefined {
  const code = label(value);
  return code && /^[\w.-]{1,64}$/.test(code) ? code : undefined;
}
