import { randomUUID } from "node:crypto";
import type { Fetch } from "../../lib/adapters/http/fetch.ts";
import { signTwilioRequest } from "../../lib/providers/twilio/webhook/signature.ts";
import { bodyText } from "../http/body-text.ts";
import type { Params } from "./forms.ts";

export type Delivered = { status: number; attempts: number; body: string };

type WebhookSender = {
  authToken: string;
  fetch: Fetch;
  signal: AbortSignal;
  /** Called for each attempt; 0: no response. */
  onAnswer?(status: number): void;
};

/** Twilio allows a messaging webhook 15 s in total. */
const TIMEOUT_MS = 15_000;

/**
 * Twilio retries only if the URL's fragment asks for it (`#rc=3&rp=5xx,ct,rt`). Otherwise a failed webhook is
 * lost.
 */
function retries(url: URL): { count: number; policy: readonly string[] } {
  const overrides = new URLSearchParams(url.hash.slice(1));
  return { count: Number(overrides.get("rc") ?? 0), policy: (overrides.get("rp") ?? "ct").split(",") };
}

export const formOf = (params: Params) =>
  new URLSearchParams(params.map(([name, value]): [string, string] => [name, value])).toString();

const repeats = (policy: readonly string[], status: number) =>
  policy.includes("all") ||
  (status === 0 && (policy.includes("ct") || policy.includes("rt"))) ||
  (status >= 500 && policy.includes("5xx")) ||
  (status >= 400 && status < 500 && policy.includes("4xx"));

/**
 * Signs and delivers a form as Twilio. The signature covers the URL with its query, but not the fragment.
 * Status 0: no response.
 */
export async function deliverForm(
  url: string,
  params: Params,
  { authToken, fetch, signal, onAnswer }: WebhookSender,
): Promise<Delivered> {
  const target = new URL(url);
  const { count, policy } = retries(target);
  const signed = url.replace(/#.*$/, "");
  const headers = {
    "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
    "user-agent": "TwilioProxy/1.1",
    "x-twilio-signature": signTwilioRequest(signed, params, authToken),
    "i-twilio-idempotency-token": randomUUID(),
  };
  const body = formOf(params);
  const within = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  for (let attempts = 1; ; attempts++) {
    const answer = await fetch(signed, { method: "POST", headers, body, redirect: "manual", signal: within })
      .then(async (response) => ({ status: response.status, body: await bodyText(response) }))
      .catch(() => ({ status: 0, body: "" }));
    onAnswer?.(answer.status);
    const again =
      answer.status >= 300 || answer.status === 0
        ? repeats(policy, answer.status) && attempts <= count
        : false;
    if (!again || within.aborted) return { ...answer, attempts };
  }
}
