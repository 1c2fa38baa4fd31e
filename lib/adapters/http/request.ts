/** How a request ended. Network trouble is a value: only the caller knows whether a lost response is harmless. */
export type HttpResult =
  | { kind: "response"; status: number; headers: Headers; json: unknown }
  /** Nothing reached the server: it is certain that nothing happened there. */
  | { kind: "unreachable"; code: string }
  /** Sent, but no answer: whether it took effect is unknown. */
  | { kind: "no-response"; code: "timeout" | "cut" };

export type HttpRequestOptions = {
  fetch: typeof fetch;
  url: string;
  method: "POST";
  headers: Record<string, string>;
  body: string;
  /** Milliseconds for everything, the body of the answer included. */
  timeoutMs: number;
};

/** Failures of Node's fetch in which no byte of the request can have left. */
const NEVER_CONNECTED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"]);

const MOST_BYTES = 1024 * 1024;

/** The system's code at the bottom of fetch's error, which wraps it once or twice. */
function causeCode(error: unknown): string {
  let cause = error;
  while (typeof cause === "object" && cause !== null) {
    const { code, cause: deeper, errors }: { code?: unknown; cause?: unknown; errors?: unknown } = cause;
    if (typeof code === "string") return code;
    cause = deeper ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return "unknown";
}

async function readJson(response: Response): Promise<unknown> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MOST_BYTES) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the status alone must do.
    return undefined;
  }
}

/** One HTTP request within a time limit. Redirects are not followed: the credentials are meant for one host. Never throws for the network. */
export async function request({ fetch, url, method, headers, body, timeoutMs }: HttpRequestOptions): Promise<HttpResult> {
  const signal = AbortSignal.timeout(Math.max(1, Math.floor(timeoutMs)));
  try {
    const response = await fetch(url, { method, headers, body, signal, redirect: "manual" });
    return { kind: "response", status: response.status, headers: response.headers, json: await readJson(response) };
  } catch (error) {
    if (signal.aborted) return { kind: "no-response", code: "timeout" };
    const code = causeCode(error);
    return NEVER_CONNECTED.has(code) ? { kind: "unreachable", code } : { kind: "no-response", code: "cut" };
  }
}
