import * as z from "zod/mini";
import { numberAddress } from "./number-address.ts";

const name = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "use 1 to 40 lower-case letters, digits and hyphens"));
const id = z.string().check(z.regex(/^[A-Za-z0-9._-]{1,128}$/, "use the id exactly as the provider shows it"));
const digits = z.string().check(z.regex(/^\d{5,32}$/, "use the digits that Meta shows, in quotes"));
const url = z.pipe(
  z.string().check(z.regex(/^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/, "use an http(s) URL without a query")),
  z.transform((text) => text.replace(/\/+$/, "")),
);
const whole = (least: number, most: number) =>
  z.number().check(z.int(), z.minimum(least, `use at least ${least}`), z.maximum(most, `use at most ${most}`));
const email = z.string().check(z.email("use an e-mail address"));
const line = z.string().check(z.trim(), z.minLength(1, "write something"), z.maxLength(1000, "use at most 1000 characters"));

const texts = {
  /** Sent once when the agent cannot be reached. */
  fallback: z._default(line, "Sorry, I can't answer right now. Please try again a little later."),
};

/** What every number may have, whoever its provider is. */
const ofNumber = {
  name,
  agentId: id,
  /** What the agent writes: Markdown, WhatsApp's own markup, or to be told from the answer. */
  agentMarkup: z._default(z.enum(["markdown", "whatsapp", "auto"]), "markdown"),
  /** Texts of this number instead of the general ones. */
  texts: z.prefault(z.strictObject({ fallback: z.optional(line) }), {}),
};

const metaNumber = z.strictObject({
  ...ofNumber,
  provider: z.literal("meta"),
  /** Meta's id of the number (not the number itself): WhatsApp Manager > Phone numbers. */
  phoneNumberId: digits,
  /** WhatsApp Business Account id: needed to manage templates and subscriptions, not to answer. */
  wabaId: z.optional(digits),
});

const twilioNumber = z.strictObject({
  ...ofNumber,
  provider: z.literal("twilio"),
  from: z.string().check(z.regex(/^whatsapp:\+\d{6,15}$/, 'use the form "whatsapp:+14155238886"')),
});

/** Every setting has a default except `numbers`. */
export const settingsSchema = z.strictObject({
  numbers: z.array(z.discriminatedUnion("provider", [metaNumber, twilioNumber])).check(
    z.minLength(1, "name at least one WhatsApp number"),
    z.refine((numbers) => new Set(numbers.map((number) => number.name)).size === numbers.length, "two numbers have the same name"),
    z.refine((numbers) => new Set(numbers.map(numberAddress)).size === numbers.length, "the same WhatsApp number is listed twice"),
  ),
  publicUrl: z.optional(url),
  meta: z.prefault(
    z.strictObject({
      graphUrl: z._default(url, "https://graph.facebook.com"),
      graphVersion: z._default(z.string().check(z.regex(/^v\d+\.\d+$/, 'use the form "v25.0"')), "v25.0"),
    }),
    {},
  ),
  twilio: z.prefault(
    z.strictObject({
      apiUrl: z._default(url, "https://api.twilio.com"),
      /** Where typing indicators go; Twilio serves them from another host. */
      messagingUrl: z._default(url, "https://messaging.twilio.com"),
    }),
    {},
  ),
  chatsby: z.prefault(
    z.strictObject({
      apiUrl: z._default(url, "https://api.chatsby.co"),
      dialect: z._default(z.enum(["agent-path", "conversations"]), "agent-path"),
      timeoutSeconds: z._default(whole(1, 60), 30),
    }),
    {},
  ),
  turns: z.prefault(
    z.strictObject({
      quietSeconds: z._default(whole(0, 60), 2),
      maxWaitSeconds: z._default(whole(0, 120), 8),
      maxPerHour: z._default(whole(1, 10_000), 60),
      staleAfterHours: z._default(whole(1, 24 * 30), 23),
      /** How long evidence is awaited for a send whose outcome is unknown, before it is sent again. */
      graceSeconds: z._default(whole(5, 600), 45),
      /** Failed attempts at the agent before the customer gets the fallback text. */
      agentAttempts: z._default(whole(1, 10), 3),
    }),
    {},
  ),
  texts: z.prefault(z.strictObject(texts), {}),
  replies: z.prefault(
    z.strictObject({
      /** A preview below the first link (Meta). */
      linkPreview: z._default(z.boolean(), false),
      /** Quote the customer's last message when a reply answers several (Meta). */
      quote: z._default(z.boolean(), true),
      /** Buttons or a list instead of text when the agent's answer ends in a short list of options (Meta). */
      optionButtons: z._default(z.boolean(), false),
    }),
    {},
  ),
  /** What Chatsby sees as session: the customer's phone, or a keyed hash that says nothing. */
  sessionId: z._default(z.enum(["phone", "opaque"]), "phone"),
  retention: z.prefault(z.strictObject({ days: z._default(whole(8, 3650), 30) }), {}),
  alerts: z.prefault(z.strictObject({ email: z.optional(email) }), {}),
  handoff: z.prefault(z.strictObject({ email: z.optional(email) }), {}),
});

/** What the owner may leave out. */
export type SettingsFile = z.input<typeof settingsSchema>;
/** Complete: every default filled in. */
export type Settings = z.output<typeof settingsSchema>;
export type NumberSettings = Settings["numbers"][number];
