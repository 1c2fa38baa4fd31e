import { createHandler } from "../../functions/webhook/handler.ts";
import { conversationIdOf } from "../../lib/adapters/identity/keyed-ids.ts";
import type { HttpRequest } from "../../lib/adapters/lambda/http.ts";
import { type Receipt, receiveWebhook } from "../../lib/application/intake/receive-webhook.ts";
import type { ReceiveWebhookDeps } from "../../lib/application/intake/webhook-deps.ts";
import { numberName } from "../../lib/domain/ids.ts";
import type { InboundEvent } from "../../lib/domain/inbound/inbound.ts";
import { signMetaBody } from "../../lib/providers/meta/webhook/signature.ts";
import { parseTwilioForm } from "../../lib/providers/twilio/webhook/form.ts";
import { signTwilioRequest } from "../../lib/providers/twilio/webhook/signature.ts";
import { toApiEvent } from "../../local/http/api-event.ts";
import { Random } from "../simulation/random.ts";
import { edgeOf } from "../support/edge.ts";
import { FakeClock, FakeDeliveryQueue, FakeTelemetry, FakeTurnQueue } from "../support/fakes.ts";
import { memoryLedger } from "../support/memory/memory-ledger.ts";
import { MemoryTable } from "../support/memory/memory-table.ts";
import { type FuzzCase, META_NUMBER, TWILIO_NUMBER } from "./fuzz-case.ts";
import { metaCase } from "./meta-case.ts";
import { findings } from "./oracle.ts";
import { twilioCase } from "./twilio-case.ts";

const PUBLIC_URL = "https://abc.execute-api.eu-central-1.amazonaws.com";
const SECRETS = {
  meta: { appSecrets: ["fuzz-app-secret"], verifyToken: "v", accessToken: "t" },
  twilio: { accountSid: "AC1", authTokens: ["fuzz-auth-token"] },
  chatsby: { apiKey: "k" },
  identityKey: "0123456789abcdef",
};
const NUMBERS: readonly string[] = [META_NUMBER, TWILIO_NUMBER];

type Handler = ReturnType<typeof createHandler>;
type Receive = (events: readonly InboundEvent[]) => Promise<Receipt>;
/** Planted on purpose, to see that the oracle notices it. */
export type Bug = {
  handler?(real: Handler): Handler;
  receive?(real: Receive, deps: ReceiveWebhookDeps): Receive;
};

export const caseOf = (seed: number): FuzzCase => {
  const random = new Random(seed);
  return random.chance(0.75) ? metaCase(random, seed) : twilioCase(random, seed);
};

/** As its provider would sign it and API Gateway pass it on. */
function signed({ provider, path, query, raw, base64 }: FuzzCase, now: number): HttpRequest {
  const url = `${PUBLIC_URL}${path}${query && `?${query}`}`;
  const headers: Record<string, string> =
    provider === "meta"
      ? { "x-hub-signature-256": signMetaBody(raw, "fuzz-app-secret") }
      : { "x-twilio-signature": signTwilioRequest(url, parseTwilioForm(raw) ?? [], "fuzz-auth-token") };
  if (!base64) headers["content-type"] = "application/json";
  const request = {
    method: "POST",
    path,
    rawQuery: query,
    query: [...new URLSearchParams(query)],
    headers,
    body: raw,
    sourceIp: "127.0.0.1",
  };
  const route = { key: `POST ${path}`, function: "webhook", signed: false } as const;
  return toApiEvent({ ...request, query: new URLSearchParams(query) }, { route, requestId: "request", now });
}

/** Through the real handler. Returns what went wrong, in words. */
export async function fuzz(fuzzCase: FuzzCase, bug: Bug = {}): Promise<string[]> {
  const clock = new FakeClock();
  const table = new MemoryTable(clock);
  const [turnQueue, deliveryQueue, telemetry] = [
    new FakeTurnQueue(),
    new FakeDeliveryQueue(),
    new FakeTelemetry(),
  ];
  const deps: ReceiveWebhookDeps = {
    ...edgeOf(table),
    ledger: memoryLedger(table),
    turnQueue,
    deliveryQueue,
    clock,
    telemetry,
    numberOf: (_, businessNumber) => (NUMBERS.includes(businessNumber) ? numberName("support") : undefined),
    conversationFor: (number, customer) => conversationIdOf(SECRETS.identityKey, number, customer),
  };
  const real = receiveWebhook.bind(undefined, deps);
  const receive = bug.receive?.(real, deps) ?? real;
  const plain = createHandler({
    secrets: async () => SECRETS,
    receive: (events) => receive(events),
    publicUrl: PUBLIC_URL,
    telemetry,
  });
  const handler = bug.handler?.(plain) ?? plain;
  let status: number | string | undefined;
  try {
    status = (await handler(signed(fuzzCase, clock.now()))).statusCode;
  } catch (error) {
    status = error instanceof Error ? `${error.name}: ${error.message}` : "an exception that is no Error";
  }
  return findings(fuzzCase, {
    status,
    table,
    woken: turnQueue.sent,
    reported: deliveryQueue.sent,
    telemetry,
  });
}
