import { parseConfiguration } from "../../lib/config/problems.ts";
import type { Settings } from "../../lib/config/settings.ts";
import { settingsSchema } from "../../lib/config/settings-schema.ts";
import type { DeliveryState, Provider } from "../../lib/domain/inbound/inbound.ts";
import { FAILURES } from "../../lib/providers/failures.ts";
import { signMetaBody } from "../../lib/providers/meta/signature.ts";
import { PROFILES } from "../../lib/providers/profiles.ts";
import { SENDINGS } from "../../lib/providers/sendings.ts";
import { parseTwilioForm } from "../../lib/providers/twilio/form.ts";
import { signTwilioRequest } from "../../lib/providers/twilio/signature.ts";
import { WEBHOOKS } from "../../lib/providers/webhooks.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../local/demo.ts";
import { providerSendingContract, type SendingUnderTest } from "../contracts/provider-sending-contract.ts";
import {
  providerWebhookContract,
  type SignedCall,
  type WebhookUnderTest,
} from "../contracts/provider-webhook-contract.ts";
import { payload } from "../support/payloads.ts";

const settingsAt = (url: string): Settings =>
  parseConfiguration(
    settingsSchema,
    JSON.stringify({
      ...DEMO_SETTINGS,
      meta: { graphUrl: url },
      twilio: { apiUrl: url, messagingUrl: url, contentUrl: url },
    }),
    "the settings",
  );

function senderAt(provider: Provider, url: string) {
  const settings = settingsAt(url);
  const number = settings.numbers.find((each) => each.provider === provider);
  if (!number) throw new Error(`the demo has no number at ${provider}`);
  return SENDINGS[provider].sender(number, {
    settings,
    publicUrl: "https://example.com",
    secrets: async () => DEMO_SECRETS,
    fetch,
    clock: { now: Date.now },
    choose: () => "Choose",
  });
}

const metaStatus = (status: DeliveryState) => {
  const item = {
    id: "wamid.OUT",
    status,
    timestamp: "1795430010",
    recipient_id: "15550177001",
    biz_opaque_callback_data: "cw1.c.t.0.1",
  };
  const value = {
    messaging_product: "whatsapp",
    metadata: { phone_number_id: "310000000000007" },
    statuses: [item],
  };
  const body = {
    object: "whatsapp_business_account",
    entry: [{ id: "1", changes: [{ field: "messages", value }] }],
  };
  return { state: status, path: "/webhooks/meta", raw: Buffer.from(JSON.stringify(body)) };
};

const twilioStatus = (name: string, state: DeliveryState) => {
  const form = new URLSearchParams({
    MessageSid: "SM1",
    MessageStatus: name,
    From: "whatsapp:+14155238886",
    To: "whatsapp:+15550177001",
  });
  return {
    state,
    path: "/webhooks/twilio/status",
    query: "ref=cw1.c.t.0.1",
    raw: Buffer.from(form.toString()),
  };
};

type UnderTest = Omit<WebhookUnderTest, "webhook" | "paths" | "secrets"> &
  Omit<SendingUnderTest, "senderAt" | "failures">;

/** A provider without an entry does not compile. */
const UNDER_TEST: Readonly<Record<Provider, UnderTest>> = {
  meta: {
    sign: ({ raw }: SignedCall, _, key) => ({
      "x-hub-signature-256": signMetaBody(
        raw,
        key === "right" ? (DEMO_SECRETS.meta?.appSecrets[0] ?? "") : "foreign",
      ),
    }),
    message: { path: "/webhooks/meta", raw: payload("meta/in_text.json").raw },
    statuses: (["sent", "delivered", "read", "failed"] as const).map(metaStatus),
    accepted: { reply: { status: 200, body: { messages: [{ id: "wamid.1" }] } }, id: "wamid.1" },
    refused: { reply: { status: 400, body: { error: { code: 131047 } } }, code: "131047" },
  },
  twilio: {
    sign: ({ raw }: SignedCall, url, key) => ({
      "x-twilio-signature": signTwilioRequest(
        url,
        parseTwilioForm(raw) ?? [],
        key === "right" ? (DEMO_SECRETS.twilio?.authTokens[0] ?? "") : "foreign",
      ),
    }),
    message: { path: "/webhooks/twilio", raw: payload("twilio/in_text.txt").raw },
    statuses: [
      twilioStatus("accepted", "sent"),
      twilioStatus("scheduled", "sent"),
      twilioStatus("queued", "sent"),
      twilioStatus("sending", "sent"),
      twilioStatus("sent", "sent"),
      twilioStatus("delivered", "delivered"),
      twilioStatus("read", "read"),
      twilioStatus("undelivered", "failed"),
      twilioStatus("failed", "failed"),
      twilioStatus("canceled", "failed"),
    ],
    accepted: { reply: { status: 201, body: { sid: "SM1", status: "queued" } }, id: "SM1" },
    refused: { reply: { status: 400, body: { code: 63016 } }, code: "63016" },
  },
};

for (const [name, { provider }] of Object.entries(WEBHOOKS)) {
  const parts = UNDER_TEST[provider];
  providerWebhookContract(name, {
    ...parts,
    webhook: WEBHOOKS[provider],
    paths: PROFILES[provider].paths,
    secrets: DEMO_SECRETS,
  });
  providerSendingContract(name, {
    ...parts,
    senderAt: (url) => senderAt(provider, url),
    failures: FAILURES[provider],
  });
}
