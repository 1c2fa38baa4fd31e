import type { ResponseHeaders } from "../../../adapters/http/fetch.ts";
import { record } from "../../../adapters/http/json.ts";
import { type LookupResult, lookupResult } from "../../../adapters/http/lookup-result.ts";
import { request } from "../../../adapters/http/request.ts";
import type { Clock } from "../../../application/ports/ports.ts";
import { codeOf } from "../error.ts";

export type GraphOptions = {
  fetch: typeof fetch;
  clock: Clock;
  graphUrl: string;
  graphVersion: string;
  accessToken: string;
  /** For one call. Meta calls the webhook while it is registered. */
  timeoutMs?: number;
};

/** A POST if there is a form or a JSON body. */
type Given = {
  query?: Record<string, string>;
  form?: Record<string, string>;
  json?: Record<string, string>;
  bearer?: string;
};

/** One call of the Graph API, made once. Never throws: each failure is a value. */
export function graphCall(options: GraphOptions) {
  const { fetch, clock, graphUrl, graphVersion, accessToken, timeoutMs = 15_000 } = options;
  return async function call<Value>(
    path: string,
    { query = {}, form, json, bearer = accessToken }: Given,
    read: (json: unknown, headers: ResponseHeaders) => Value | undefined,
  ): Promise<LookupResult<Value>> {
    const queryString = new URLSearchParams(query).toString();
    const body = form ? new URLSearchParams(form).toString() : json && JSON.stringify(json);
    const result = await request({
      fetch,
      clock,
      method: body === undefined ? "GET" : "POST",
      url: `${graphUrl}/${graphVersion}/${path}${queryString ? `?${queryString}` : ""}`,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(form && { "content-type": "application/x-www-form-urlencoded" }),
        ...(json && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body }),
      timeoutMs,
      deadline: clock.now() + timeoutMs,
    });
    return lookupResult(result, codeOf, read);
  };
}

export const done = (json: unknown) => (record(json)?.success === true ? true : undefined);
