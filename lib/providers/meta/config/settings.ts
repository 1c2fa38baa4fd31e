import * as z from "zod/mini";
import { ofEveryNumber } from "../../../config/settings/number-kinds.ts";
import { digits, url } from "../../../config/settings/setting-kinds.ts";
import type { ProviderSettings } from "../../provider-settings.ts";

const number = z.strictObject({
  ...ofEveryNumber,
  provider: z.literal("meta"),
  /** Meta's id, not the number itself: WhatsApp Manager > Phone numbers. */
  phoneNumberId: digits,
  /** WhatsApp Business Account id: needed for templates and subscriptions, not to answer. */
  wabaId: z.optional(digits),
});

export type MetaNumber = z.output<typeof number>;

export const metaSettings = {
  number,
  section: z.prefault(
    z.strictObject({
      graphUrl: z._default(url, "https://graph.facebook.com"),
      graphVersion: z._default(z.string().check(z.regex(/^v\d+\.\d+$/, 'use the form "v25.0"')), "v25.0"),
    }),
    {},
  ),
  templateFixes: ({ name, language }) => [
    ...(/^[a-z0-9_]+$/.test(name)
      ? []
      : [{ key: "name", fix: "use the template's name, of lower-case letters, digits and underscores" }]),
    ...(language
      ? []
      : [{ key: "language", fix: 'name the language as it was approved, for instance "en_US"' }]),
  ],
} satisfies ProviderSettings;
