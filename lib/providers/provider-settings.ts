import type * as z from "zod/mini";
import type { template } from "../config/setting-kinds.ts";

/** Not part of any function: settings are checked at deploy time. */
export type ProviderSettings = {
  /** A number, with `provider` as the provider's name. */
  number: z.ZodMiniObject;
  /** The provider's own section, with defaults. */
  section: z.ZodMiniPrefault;
  /** What is wrong with a configured template: the key in it, and what to do. */
  templateFixes(configured: z.output<typeof template>): readonly { key: string; fix: string }[];
};
