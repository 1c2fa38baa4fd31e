import type { ProviderProfile } from "../../profile.ts";
import type { MetaNumber } from "./settings.ts";

export const metaProfile: ProviderProfile<MetaNumber> = {
  displayName: "Meta",
  addressKind: "phone number id",
  addressOf: ({ phoneNumberId }) => phoneNumberId,
  paths: { "/webhooks/meta": ["GET", "POST"] },
  callback: { path: "/webhooks/meta", description: "Callback URL for the app's WhatsApp product at Meta" },
};
