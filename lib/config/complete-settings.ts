import { parseConfiguration } from "./problems.ts";
import { type Settings, settingsSchema } from "./settings.ts";

/** Fills in every default. Throws ConfigurationError. */
export const completeSettings = (file: unknown, source: string): Settings =>
  parseConfiguration(settingsSchema, JSON.stringify(file), source);
