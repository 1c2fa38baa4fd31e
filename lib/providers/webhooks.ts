import type { Provider } from "../domain/inbound/inbound.ts";
import { metaWebhook } from "./meta/webhook/webhook.ts";
import { twilioWebhook } from "./twilio/webhook/webhook.ts";
import type { ProviderWebhook } from "./webhook.ts";

export const WEBHOOKS: Readonly<Record<Provider, ProviderWebhook>> = {
  meta: metaWebhook,
  twilio: twilioWebhook,
} satisfies {
  [P in Provider]: ProviderWebhook<P>;
};
