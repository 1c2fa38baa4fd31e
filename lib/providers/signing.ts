import type { Provider } from "../domain/inbound/inbound.ts";
import { metaSigning } from "./meta/webhook/signing.ts";
import type { ProviderSigning } from "./provider-signing.ts";
import { twilioSigning } from "./twilio/webhook/signing.ts";

export const SIGNING: Readonly<Record<Provider, ProviderSigning>> = {
  meta: metaSigning,
  twilio: twilioSigning,
};
