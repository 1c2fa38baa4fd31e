import type { Provider } from "../domain/inbound/inbound.ts";
import { metaProfile } from "./meta/profile.ts";
import type { ProviderProfile } from "./profile.ts";
import type { AnyNumber } from "./settings.ts";
import { twilioProfile } from "./twilio/profile.ts";

export const PROFILES: Readonly<Record<Provider, ProviderProfile<AnyNumber>>> = {
  meta: metaProfile,
  twilio: twilioProfile,
} satisfies {
  [P in Provider]: ProviderProfile<Extract<AnyNumber, { provider: P }>>;
};
