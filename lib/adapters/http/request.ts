import type { Clock } from "../../application/ports/ports.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { Fetch, ResponseHeaders } from "./fetch.ts";
import { record } from "./json.ts";

/** A network failure is a value: only the caller knows whether a lost response is harmless. */
export type HttpResult =
  /** `json` is `undefined` when the body is not JSON or larger than `maxBytes`. */
  | { kind: "response"; status: number; headers: ResponseHeaders; json: unknown }
  /** Nothing was sent. `code` is Node's (`ECONNREFUSED`), or `no_time`. */
  | { kind: "unreachable"; code: string }
  /** Sent, but without a complete response: it may have taken effect. */
  | { kind: "no-response"; code: "timeout" | "cut" };

export type HttpRequest = {
  fetch: Fetch;
  clock: Clock;
  /** Default: POST. */
  method?: "GET" | "POST";
  url: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  /** Reading the response included. */
  timeoutMs: number;
  deadline: number;
  /** Default: 1 MB. */
  maxBytes?: number;
};

const MAX_BYTES = 1024 * 1024;

/** The connection never opened: no byte of the request has left. */
const NEVER_CONNECTED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);
const CONNECTING = new Set<unknown>(["connect", "getaddrinfo"]);

/** Node's code; `undefined` when the connection was open, or may have been. */
function connectFailure(error: unknown): string | undefined {
  const { code, syscall, errors } = record(error) ?? {};
  // A name with several addresses fails with one error each.
  if (Array.isArray(errors) && errors.length > 0) {
    const codes = errors.map(connectFailure);
    return codes.includes(undefined) ? undefined : codes[0];
  }
  return typeof code === "string" && (NEVER_CONNECTED.has(code) || CONNECTING.has(syscall))
    ? code
    : undefined;
}

async function readJson({ body }: Awaited<ReturnType<Fetch>>, mostBytes: number): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    // Not JSON: the caller goes by the status.
    return undefined;
  }
}

/** Never throws for the network. Follows no redirects: credentials are for one host. */
export async function request(options: HttpRequest): Promise<HttpResult> {
  const {
    fetch,
    clock,
    method = "POST",
    url,
    headers,
    body,
    timeoutMs,
    deadline,
    maxBytes: mostBytes = MAX_BYTES,
  } = options;
  const time = Math.floor(Math.min(timeoutMs, deadline - clock.now()));
  if (time <= 0) return { kind: "unreachable", code: "no_time" };
  const signal = AbortSignal.timeout(time);
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...omitUndefined({ body }),
      signal,
      redirect: "manual",
    });
    return {
      kind: "response",
      status: response.status,
      headers: response.headers,
      json: await readJson(response, mostBytes),
    };
  } catch (error) {
    return networkFailure(error, signal);
  }
}

/** `signal`: the call's. */
export function networkFailure(
  error: unknown,
  signal: AbortSignal,
): Exclude<HttpResult, { kind: "response" }> {
  const code = connectFailure(record(error)?.cause);
  if (code) return { kind: "unreachable", code };
  return { kind: "no-response", code: signal.aborted ? "timeout" : "cut" };
}
