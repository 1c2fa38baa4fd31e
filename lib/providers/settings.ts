import type * as z from "zod/mini";
import type { Provider } from "../domain/inbound/inbound.ts";
import { metaSettings } from "./meta/config/settings.ts";
import type { ProviderSettings } from "./provider-settings.ts";
import { twilioSettings } from "./twilio/config/settings.ts";

export const NUMBER_SCHEMAS = [metaSettings.number, twilioSettings.number] as const;

export type AnyNumber = z.output<(typeof NUMBER_SCHEMAS)[number]>;

export const PROVIDER_SECTIONS = {
  meta: metaSettings.section,
  twilio: twilioSettings.section,
} satisfies Record<Provider, unknown>;

export const PROVIDER_SETTINGS: Readonly<Record<Provider, ProviderSettings>> = {
  meta: metaSettings,
  twilio: twilioSettings,
};
