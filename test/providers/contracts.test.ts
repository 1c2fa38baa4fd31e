import { parseConfiguration } from "../../lib/config/settings/problems.ts";
import type { NumberSettings, Settings } from "../../lib/config/settings/settings.ts";
import { settingsSchema } from "../../lib/config/settings/settings-schema.ts";
import type { DeliveryState, Provider } from "../../lib/domain/inbound/inbound.ts";
import { CATALOGUES } from "../../lib/providers/catalogues.ts";
import { FAILURES } from "../../lib/providers/failures.ts";
import { signMetaBody } from "../../lib/providers/meta/webhook/signature.ts";
import { PROFILES } from "../../lib/providers/profiles.ts";
import { PROVIDER_SECRETS } from "../../lib/providers/secrets.ts";
import { SENDINGS } from "../../lib/providers/sendings.ts";
import { PROVIDER_SETTINGS } from "../../lib/providers/settings.ts";
import { SIGNING } from "../../lib/providers/signing.ts";
import { parseTwilioForm } from "../../lib/providers/twilio/webhook/form.ts";
import { signTwilioRequest } from "../../lib/providers/twilio/webhook/signature.ts";
import { WEBHOOKS } from "../../lib/providers/webhooks.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../local/demo.ts";
import {
  type CatalogueUnderTest,
  providerCatalogueContract,
} from "../contracts/provider-catalogue-contract.ts";
import { providerSecretsContract, type SecretUnderTest } from "../contracts/provider-secrets-contract.ts";
import { providerSendingContract, type SendingUnderTest } from "../contracts/provider-sending-contract.ts";
import { providerSettingsContract, type SettingsUnderTest } from "../contracts/provider-settings-contract.ts";
import { providerSigningContract, type SigningUnderTest } from "../contracts/provider-signing-contract.ts";
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

function numberAt(settings: Settings, provider: Provider): NumberSettings {
  const number = settings.numbers.find((each) => each.provider === provider);
  if (!number) throw new Error(`the demo has no number at ${provider}`);
  return number;
}

function senderAt(provider: Provider, url: string) {
  const settings = settingsAt(url);
  return SENDINGS[provider].sender(numberAt(settings, provider), {
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
  Omit<SendingUnderTest, "senderAt" | "failures"> &
  Omit<SettingsUnderTest, "settings" | "profile"> &
  Pick<SecretUnderTest, "secret" | "optional"> &
  Pick<CatalogueUnderTest, "listed"> &
  Pick<SigningUnderTest, "impossible">;

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
    numbers: [
      { name: "support", provider: "meta", phoneNumberId: "310000000000007", agentId: "agent_1" },
      {
        name: "sales",
        provider: "meta",
        phoneNumberId: "310000000000008",
        wabaId: "210000000000001",
        agentId: "agent_1",
      },
    ],
    wrongNumbers: {
      phoneNumberId: { phoneNumberId: "+15550100200" },
      wabaId: { wabaId: "waba" },
      messagesPerSecond: { messagesPerSecond: 0 },
    },
    goodTemplate: { name: "reply_ready", language: "en_US" },
    badTemplates: [
      [{ name: "Reply ready", language: "en_US" }, ["name"]],
      [{ name: "reply_ready" }, ["language"]],
      [{ name: "HX1" }, ["name", "language"]],
    ],
    secret: { appSecrets: ["a-secret"], verifyToken: "verify-me", accessToken: "EAA-token" },
    optional: [],
    listed: {
      reply: {
        status: 200,
        body: {
          data: [
            {
              name: "reply_ready",
              language: "en_US",
              status: "APPROVED",
              category: "UTILITY",
              components: [{ type: "BODY", text: "Your answer is ready." }],
            },
          ],
        },
      },
      name: "reply_ready",
    },
    impossible: [],
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
    numbers: [
      { name: "support", provider: "twilio", from: "whatsapp:+14155238886", agentId: "agent_1" },
      { name: "sales", provider: "twilio", from: "whatsapp:+14155238887", agentId: "agent_1" },
    ],
    wrongNumbers: { from: { from: "+14155238886" }, messagesPerSecond: { messagesPerSecond: 0 } },
    goodTemplate: { name: "HX0123456789abcdef", body: { "1": "Dana" } },
    badTemplates: [
      [{ name: "reply_ready" }, ["name"]],
      [{ name: "HX1", header: { type: "text", value: "Hello" } }, ["header"]],
      [{ name: "HX1", buttons: [{ index: 0, type: "url", value: "x" }] }, ["buttons"]],
    ],
    secret: { accountSid: "AC0123456789", authTokens: ["auth-token"], sharedKeys: ["shared-key"] },
    optional: ["sharedKeys"],
    listed: {
      reply: {
        status: 200,
        body: {
          contents: [
            {
              sid: "HX1",
              friendly_name: "reply_ready",
              language: "en",
              types: { "twilio/text": { body: "Your answer is ready." } },
              approval_requests: { status: "approved", name: "reply_ready", category: "UTILITY" },
            },
          ],
          meta: {},
        },
      },
      name: "HX1",
    },
    impossible: [Buffer.from('{"no":"form"}')],
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
  providerSettingsContract(name, {
    ...parts,
    settings: PROVIDER_SETTINGS[provider],
    profile: PROFILES[provider],
  });
  providerSecretsContract(name, { ...parts, schema: PROVIDER_SECRETS[provider] });
  providerCatalogueContract(name, {
    ...parts,
    secrets: DEMO_SECRETS,
    catalogueAt: (url) => {
      const settings = settingsAt(url);
      return { catalogue: CATALOGUES[provider], settings, number: numberAt(settings, provider) };
    },
  });
  providerSigningContract(name, {
    signing: SIGNING[provider],
    webhook: WEBHOOKS[provider],
    callback: PROFILES[provider].callback,
    secrets: DEMO_SECRETS,
    message: parts.message.raw,
    impossible: parts.impossible,
  });
}
