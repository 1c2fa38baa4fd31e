import type { NumberOf } from "../config/settings/settings.ts";
import type { Provider } from "../domain/inbound/inbound.ts";
import { metaSending } from "./meta/sending/sending.ts";
import type { ProviderSending } from "./sending.ts";
import { twilioSending } from "./twilio/sending/sending.ts";

export const SENDINGS: Readonly<Record<Provider, ProviderSending>> = {
  meta: metaSending,
  twilio: twilioSending,
} satisfies {
  [P in Provider]: ProviderSending<NumberOf<P>>;
};
