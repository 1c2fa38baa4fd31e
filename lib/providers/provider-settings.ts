import type * as z from "zod/mini";
import type { template } from "../config/setting-kinds.ts";

/** Not part of any function: settings are checked at deploy time. */
export type ProviderSettings = {
  /** With `provider` as the provider's name. */
  number: z.ZodMiniObject;
  /** The provider's section, with defaults. */
  section: z.ZodMiniPrefault;
  /** The key in a configured template, and what to do. */
  templateFixes(configured: z.output<typeof template>): readonly { key: string; fix: string }[];
};
