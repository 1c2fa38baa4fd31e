import { parseConfiguration } from "./problems.ts";
import type { Settings } from "./settings.ts";
import { settingsSchema } from "./settings-schema.ts";

/** Fills in every default. Throws ConfigurationError. */
export const completeSettings = (file: unknown, source: string): Settings =>
  parseConfiguration(settingsSchema, JSON.stringify(file), source);
