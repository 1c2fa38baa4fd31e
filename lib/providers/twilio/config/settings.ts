import * as z from "zod/mini";
import { ofEveryNumber } from "../../../config/settings/number-kinds.ts";
import { url } from "../../../config/settings/setting-kinds.ts";
import type { ProviderSettings } from "../../provider-settings.ts";

const number = z.strictObject({
  ...ofEveryNumber,
  provider: z.literal("twilio"),
  from: z.string().check(z.regex(/^whatsapp:\+\d{6,15}$/, 'use the form "whatsapp:+14155238886"')),
});

export type TwilioNumber = z.output<typeof number>;

export const twilioSettings = {
  number,
  section: z.prefault(
    z.strictObject({
      apiUrl: z._default(url, "https://api.twilio.com"),
      messagingUrl: z._default(url, "https://messaging.twilio.com"),
      contentUrl: z._default(url, "https://content.twilio.com"),
    }),
    {},
  ),
  templateFixes: ({ name, header, buttons }) => [
    ...(/^HX[0-9a-zA-Z]+$/.test(name) ? [] : [{ key: "name", fix: "use the content sid, HX…" }]),
    ...(header ? [{ key: "header", fix: "give all values in body" }] : []),
    ...(buttons ? [{ key: "buttons", fix: "give all values in body" }] : []),
  ],
} satisfies ProviderSettings;
