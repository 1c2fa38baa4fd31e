import type { SecretOf } from "../../../config/secrets/secrets.ts";
import type { InboundEvent } from "../../../domain/inbound/inbound.ts";
import type { ProviderWebhook, WebhookReading, WebhookRequest } from "../../webhook.ts";
import { answerChallenge } from "./challenge.ts";
import { parseMetaWebhook } from "./parse.ts";
import { verifyMetaSignature } from "./signature.ts";

const PATH = "/webhooks/meta";

function readChallenge({ query, secret }: WebhookRequest<SecretOf<"meta">>): WebhookReading {
  const body = answerChallenge(query, secret.verifyToken);
  return body === undefined
    ? { kind: "forged", reason: query["hub.verify_token"] ? "verify-token" : "unsigned" }
    : { kind: "answer", answer: { body } };
}

function eventsOf(raw: Buffer): readonly InboundEvent[] | undefined {
  let body: unknown;
  try {
    body = JSON.parse(raw.toString("utf8"));
  } catch {
    return undefined;
  }
  return parseMetaWebhook(body);
}

function readPost({ raw, header, secret }: WebhookRequest<SecretOf<"meta">>): WebhookReading {
  const signature = header("x-hub-signature-256");
  if (!verifyMetaSignature(raw, signature, secret.appSecrets))
    return { kind: "forged", reason: signature ? "signature" : "unsigned" };
  const events = eventsOf(raw);
  return events ? { kind: "events", events } : { kind: "unreadable", reason: "not-json" };
}

export const metaWebhook: ProviderWebhook<"meta"> = {
  provider: "meta",
  routes: [
    { method: "GET", path: PATH, read: readChallenge },
    { method: "POST", path: PATH, read: readPost, eventsOf },
  ],
};
