import type { ResponseHeaders } from "../../adapters/http/fetch.ts";
import { record } from "../../adapters/http/json.ts";
import { retryAfterSeconds } from "../../adapters/http/retry-after.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";

export type Failure = { code: string; retry: "never" | "later"; retryAfter?: number };

/**
 * A retry may help after a timeout, a rate limit or a fault on their side; after 401 and 403 too: the next
 * attempt reads the key again.
 */
export const isTemporary = (status: number) =>
  status === 401 || status === 403 || status === 408 || status === 429 || status >= 500;

export function refusal(status: number, headers: ResponseHeaders, json: unknown, now: number): Failure {
  const code = record(record(json)?.error)?.code;
  const retryAfter = status === 429 || status === 503 ? retryAfterSeconds(headers, now) : undefined;
  return {
    code: typeof code === "string" && /^[a-z0-9_]{1,64}$/.test(code) ? code : `http_${status}`,
    retry: isTemporary(status) ? "later" : "never",
    ...omitUndefined({ retryAfter }),
  };
}

/** The first that is not blank. */
export function readAnswer(candidates: readonly unknown[]): string | Failure {
  const texts = candidates.filter((text) => typeof text === "string");
  return (
    texts.map((text) => text.trim()).find(Boolean) ?? {
      code: texts.length > 0 ? "blank_answer" : "unreadable_answer",
      retry: "later",
    }
  );
}
