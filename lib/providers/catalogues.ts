import type { NumberOf } from "../config/settings/settings.ts";
import type { Provider } from "../domain/inbound/inbound.ts";
import type { ProviderCatalogue } from "./catalogue.ts";
import { metaCatalogue } from "./meta/tools/catalogue.ts";
import { twilioCatalogue } from "./twilio/tools/catalogue.ts";

export const CATALOGUES: Readonly<Record<Provider, ProviderCatalogue>> = {
  meta: metaCatalogue,
  twilio: twilioCatalogue,
} satisfies {
  [P in Provider]: ProviderCatalogue<NumberOf<P>>;
};
