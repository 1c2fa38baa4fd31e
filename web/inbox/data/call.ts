import { signal } from "@preact/signals";
import type { InputOf } from "../../../lib/http-api/operation.ts";
import type { InboxErrorCode } from "../../../lib/inbox-api/errors.ts";
import type {
  InboxOperationName,
  InboxOperations,
  InboxResultOf,
} from "../../../lib/inbox-api/operations.ts";
import { accessToken, notStaff, refuse, renewTokens } from "../session/session.ts";
import { pathOf, ROUTES } from "./routes.ts";

type Refused = {
  ok: false;
  /** `unreachable`: no answer, or none of the API's. */
  error: InboxErrorCode | "unreachable" | "signed-out";
  /** What to do, in plain words. */
  message: string;
  /** What the error says besides, such as `by` and `to`. */
  detail: Readonly<Record<string, unknown>>;
};
export type Called<Name extends InboxOperationName> = { ok: true; value: InboxResultOf<Name> } | Refused;
export type InboxInput<Name extends InboxOperationName> = InputOf<InboxOperations[Name]>;

/** The API does not answer. */
export const isDown = signal(false);

const TIMEOUT_MS = 15_000;
/** Characters; each takes at most 4 bytes. */
const MAX_KEPT_ALIVE = 15_000;

const refused = (error: Refused["error"], message: string, detail: Refused["detail"] = {}): Refused => ({
  ok: false,
  error,
  message,
  detail,
});

const UNREACHABLE = "The inbox cannot be reached at the moment.";

async function send(name: InboxOperationName, input: object, token: string): Promise<Response> {
  const { params, body }: { params?: Record<string, string | undefined>; body?: unknown } = input;
  const [method, path] = ROUTES[name];
  const text = method === "POST" ? JSON.stringify(body ?? {}) : undefined;
  return fetch(`/inbox/api/${pathOf(path, params)}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(text !== undefined && { "content-type": "application/json" }),
    },
    ...(text !== undefined && { body: text }),
    cache: "no-store",
    // A draft is still saved when the page is left. Browsers take at most 64 KiB of such bodies.
    keepalive: name === "draft" && (text ?? "").length < MAX_KEPT_ALIVE,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}

async function answerOf<Name extends InboxOperationName>(response: Response): Promise<Called<Name>> {
  if (response.status === 401) return refused("signed-out", "Please sign in again.");
  const answer: unknown = await response.json();
  if (response.ok) return { ok: true, value: answer as InboxResultOf<Name> };
  const { error, message, ...detail } = (answer ?? {}) as Record<string, unknown>;
  if (response.status >= 500 && error !== "provider-failed") return refused("unreachable", UNREACHABLE);
  if (error === "not-staff") notStaff();
  return refused(error as InboxErrorCode, typeof message === "string" ? message : String(error), detail);
}

/** Calls the API once. A token that is not accepted is renewed once, and the call repeated. */
export async function call<Name extends InboxOperationName>(
  name: Name,
  input: InboxInput<Name>,
): Promise<Called<Name>> {
  const token = await accessToken();
  if (token === undefined) return refused("signed-out", "Please sign in again.");
  try {
    let answer = await answerOf<Name>(await send(name, input, token));
    if (!answer.ok && answer.error === "signed-out") {
      const renewed = (await renewTokens(token)) ? await accessToken() : undefined;
      if (renewed !== undefined) {
        answer = await answerOf<Name>(await send(name, input, renewed));
        if (!answer.ok && answer.error === "signed-out") refuse();
      }
    }
    isDown.value = !answer.ok && answer.error === "unreachable";
    return answer;
  } catch {
    isDown.value = true;
    return refused("unreachable", UNREACHABLE);
  }
}

const pause = (ms: number, signal?: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

type Patience = { attempts: number; signal?: AbortSignal };

/**
 * Calls the API until it answers. Only for what may be repeated: a body with an id, or an act that says what
 * shall be.
 */
export async function callPatiently<Name extends InboxOperationName>(
  name: Name,
  input: InboxInput<Name>,
  { attempts, signal }: Patience = { attempts: 3 },
): Promise<Called<Name>> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await call(name, input);
    if (answer.ok || answer.error !== "unreachable" || attempt >= attempts || signal?.aborted) return answer;
    await pause(Math.min(30_000, 1000 * 2 ** (attempt - 1)), signal);
    if (signal?.aborted) return answer;
  }
}
