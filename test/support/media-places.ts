import { parseConfiguration } from "../../lib/config/settings/problems.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import { settingsSchema } from "../../lib/config/settings/settings-schema.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../local/demo.ts";
import { type Answer, json, type MediaServer } from "./media-server.ts";

/** `url`: of both providers. */
export const mediaSettingsAt = (url?: string): Settings =>
  parseConfiguration(
    settingsSchema,
    JSON.stringify({
      ...DEMO_SETTINGS,
      ...(url && { meta: { graphUrl: url }, twilio: { apiUrl: url } }),
    }),
    "the settings",
  );

export const META_MEDIA = "1234567890123456";
export const META_LINK = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=3";

/** What Meta answers about the file, besides its link. */
export function placeAtMeta(server: MediaServer, answer: Answer, about: object = {}): string {
  const url = `${server.url}/whatsapp_business/attachments/?mid=1`;
  server.answers.set(
    `/v25.0/${META_MEDIA}`,
    json({ url, messaging_product: "whatsapp", id: META_MEDIA, ...about }),
  );
  server.answers.set("/whatsapp_business/attachments/", answer);
  return META_MEDIA;
}

export const TWILIO_PATH = `/2010-04-01/Accounts/${DEMO_SECRETS.twilio?.accountSid}/Messages/MM${"1".repeat(32)}/Media/ME${"2".repeat(32)}`;

export function placeAtTwilio(server: MediaServer, answer: Answer): string {
  server.answers.set(TWILIO_PATH, answer);
  return `${server.url}${TWILIO_PATH}`;
}

export const redirectTo = (location: string) => new Response(null, { status: 307, headers: { location } });
