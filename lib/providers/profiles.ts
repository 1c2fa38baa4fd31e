import { PROVIDERS, type Provider } from "../domain/inbound/inbound.ts";
import { metaProfile } from "./meta/config/profile.ts";
import type { ProviderProfile } from "./profile.ts";
import type { AnyNumber } from "./settings.ts";
import { twilioProfile } from "./twilio/config/profile.ts";

export const PROFILES: Readonly<Record<Provider, ProviderProfile<AnyNumber>>> = {
  meta: metaProfile,
  twilio: twilioProfile,
} satisfies {
  [P in Provider]: ProviderProfile<Extract<AnyNumber, { provider: P }>>;
};

/** What to register at each provider. */
export const webhookUrlsAt = (publicUrl: string) =>
  Object.fromEntries(
    PROVIDERS.map((provider) => [provider, `${publicUrl}${PROFILES[provider].callback.path}`]),
  ) as Readonly<Record<Provider, string>>;

/** In a sentence: "Meta and Twilio", or with others "Meta, Twilio and Chatsby". */
export const providerNames = (...others: readonly string[]): string =>
  new Intl.ListFormat("en-GB").format([
    ...Object.values(PROFILES).map(({ displayName }) => displayName),
    ...others,
  ]);
