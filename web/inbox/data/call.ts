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

export type Refused = {
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

async function send(
  name: InboxOperationName,
  input: object,
  token: string,
  signal = AbortSignal.timeout(TIMEOUT_MS),
): Promise<Response> {
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
    signal,
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

/** A token that is not accepted is renewed once, and the call repeated. Throws when there is no answer. */
async function withToken<Answer extends { ok: true }>(
  ask: (token: string) => Promise<Answer | Refused>,
): Promise<Answer | Refused> {
  const token = await accessToken();
  if (token === undefined) return refused("signed-out", "Please sign in again.");
  const answer = await ask(token);
  if (answer.ok || answer.error !== "signed-out") return answer;
  const renewed = (await renewTokens(token)) ? await accessToken() : undefined;
  if (renewed === undefined) return answer;
  const again = await ask(renewed);
  if (!again.ok && again.error === "signed-out") refuse();
  return again;
}

/** Calls the API once. */
export async function call<Name extends InboxOperationName>(
  name: Name,
  input: InboxInput<Name>,
): Promise<Called<Name>> {
  try {
    const answer: Called<Name> = await withToken(async (token) =>
      answerOf<Name>(await send(name, input, token)),
    );
    isDown.value = !answer.ok && answer.error === "unreachable";
    return answer;
  } catch {
    isDown.value = true;
    return refused("unreachable", UNREACHABLE);
  }
}

/** Of a file: its bytes from `from` on, and the size of the whole. */
export type FilePart = { ok: true; bytes: Blob; type: string; size: number };

const NOT_WHOLE = "It could not be loaded whole. Try again.";

/** Calls `media` once. */
export async function callMedia(
  input: InboxInput<"media">,
  signal: AbortSignal,
): Promise<FilePart | Refused> {
  try {
    return await withToken(async (token): Promise<FilePart | Refused> => {
      const response = await send(
        "media",
        input,
        token,
        AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
      );
      if (!response.ok) {
        const answer = await answerOf<"media">(response);
        return answer.ok ? refused("unreachable", UNREACHABLE) : answer;
      }
      const { headers } = response;
      const size = Number(headers.get("x-file-size") ?? Number.NaN);
      return { ok: true, bytes: await response.blob(), type: headers.get("content-type") ?? "", size };
    });
  } catch {
    return refused("unreachable", NOT_WHOLE);
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
