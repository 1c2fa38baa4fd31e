import type * as z from "zod/mini";
import type { template } from "../config/settings/setting-kinds.ts";

/** No function uses it: settings are checked at deploy time. */
export type ProviderSettings = {
  /** The schema of a number. Its `provider` is the provider's name. */
  number: z.ZodMiniObject;
  /** The provider's section, with defaults. */
  section: z.ZodMiniPrefault;
  /** The key in a configured template, and what to do. */
  templateFixes(configured: z.output<typeof template>): readonly { key: string; fix: string }[];
};
