import type { Fetch } from "../../lib/adapters/http/fetch.ts";
import { signMetaBody } from "../../lib/providers/meta/webhook/signature.ts";
import { bodyText } from "../http/body-text.ts";
import { metaWire } from "./wire.ts";

export type Delivered = { status: number; attempts: number };

type WebhookSender = {
  url: string;
  appSecret: string;
  fetch: Fetch;
  pause(milliseconds: number): Promise<void>;
  signal: AbortSignal;
  /** Milliseconds before each further attempt. Meta continues for seven days. */
  retryAfter: readonly number[];
  /** Called for each attempt; 0: no response. */
  onAnswer?(status: number): void;
};

const TIMEOUT_MS = 20_000;

/** As Meta: repeats until the response is 200. Returns the last response; status 0: none. */
export async function deliverToWebhook(payload: unknown, sender: WebhookSender): Promise<Delivered> {
  const body = metaWire(payload);
  const headers = {
    "content-type": "application/json",
    "user-agent": "facebookexternalua",
    "x-hub-signature-256": signMetaBody(body, sender.appSecret),
  };
  for (let attempts = 1; ; attempts++) {
    const status = await post(sender, body, headers);
    sender.onAnswer?.(status);
    const wait = sender.retryAfter[attempts - 1];
    if (status === 200 || wait === undefined || sender.signal.aborted) return { status, attempts };
    await sender.pause(wait);
  }
}

async function post(
  { fetch, url, signal }: WebhookSender,
  body: Buffer,
  headers: Record<string, string>,
): Promise<number> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body: new Uint8Array(body),
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await bodyText(response);
    return response.status;
  } catch {
    return 0;
  }
}
