import type { Provider } from "../domain/inbound/inbound.ts";
import { metaWebhook } from "./meta/webhook.ts";
import { twilioWebhook } from "./twilio/webhook.ts";
import type { ProviderWebhook } from "./webhook.ts";

export const WEBHOOKS: Readonly<Record<Provider, ProviderWebhook>> = {
  meta: metaWebhook,
  twilio: twilioWebhook,
} satisfies {
  [P in Provider]: ProviderWebhook<P>;
};
