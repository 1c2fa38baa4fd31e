import * as z from "zod/mini";
import { crossProblems } from "./cross-checks.ts";
import { deploymentSettings } from "./deployment-settings.ts";
import { numberAddress } from "./number-address.ts";
import { digits, email, id, language, line, name, template, texts, url, webhookUrl, whole, words } from "./setting-kinds.ts";

/** What every number may have, whoever its provider is. */
const ofNumber = {
  name,
  agentId: id,
  /** What the agent writes: Markdown, WhatsApp's own markup, or to be told from the answer. */
  agentMarkup: z._default(z.enum(["markdown", "whatsapp", "auto"]), "markdown"),
  /** Texts of this number instead of the general ones. */
  texts,
  /** Language of this number's texts instead of the general one. */
  language: z.optional(language),
  /** What the provider takes of this number in a second: 80 unless it says otherwise; 20 for a number that is also in the WhatsApp Business app. */
  messagesPerSecond: z._default(whole(1, 1000), 80),
  /** Re-engagement template of this number instead of the general one. */
  reengagement: z.optional(template),
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

const shape = z.strictObject({
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
      /** Where content templates are listed. */
      contentUrl: z._default(url, "https://content.twilio.com"),
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
      /** What happens to a message that arrives so late: recorded only, or a person is told. */
      stale: z._default(z.enum(["ignore", "handoff"]), "ignore"),
      /** How long evidence is awaited for a send whose outcome is unknown, before it is sent again. */
      graceSeconds: z._default(whole(5, 600), 45),
      /** Failed attempts at the agent before the customer gets the fallback text. */
      agentAttempts: z._default(whole(1, 10), 3),
    }),
    {},
  ),
  texts,
  language: z._default(language, "en"),
  /** Words besides the built-in ones, of which the whole message must consist. */
  keywords: z.prefault(z.strictObject({ stop: words, start: words, human: words, bot: words }), {}),
  replies: z.prefault(
    z.strictObject({
      /** A preview below the first link (Meta). */
      linkPreview: z._default(z.boolean(), false),
      /** Quote the customer's last message when a reply answers several (Meta). */
      quote: z._default(z.boolean(), true),
      /** Buttons or a list instead of text when the agent's answer ends in a short list of options (Meta). */
      optionButtons: z._default(z.boolean(), false),
      /** Ask the customer to send again what WhatsApp did not pass on, at most once an hour. */
      askToResend: z._default(z.boolean(), true),
      /** How long a reply that came too late for the window is worth delivering when the customer writes again. */
      heldFreshHours: z._default(whole(1, 24 * 30), 72),
    }),
    {},
  ),
  /** Sent once when a reply comes too late for the customer service window. None: the reply waits for the customer in silence. */
  reengagement: z.optional(template),
  /** What follows a conversation in which nobody has written since, in order of time. None by default: every message costs. */
  followUps: z._default(
    z
      .array(
        z
          .strictObject({
            afterHours: z.number().check(z.minimum(0.05, "use at least 0.05"), z.maximum(24 * 60, "use at most 1440")),
            text: z.optional(line),
            template: z.optional(template),
          })
          .check(
            z.refine(({ text, template }) => (text === undefined) !== (template === undefined), "give either a text or a template"),
            z.refine(
              ({ text, afterHours }) => text === undefined || afterHours <= 23.5,
              "a text must leave within 23.5 hours: later only a template may",
            ),
          ),
      )
      .check(z.maxLength(3, "use at most three")),
    [],
  ),
  optOut: z.prefault(
    z.strictObject({
      /** Confirm an opt-out once, and say how to come back. */
      confirm: z._default(z.boolean(), true),
      /** What "stop marketing" in WhatsApp itself stops: everything, or only what the business begins. */
      marketingStop: z._default(z.enum(["all", "templates"]), "all"),
    }),
    {},
  ),
  leads: z.prefault(
    z.strictObject({
      /** Take up e-mail addresses and phone numbers that customers write. */
      fromText: z._default(z.boolean(), true),
      /** Where leads are posted, signed by Standard Webhooks. */
      webhook: z.optional(z.strictObject({ url: webhookUrl })),
    }),
    {},
  ),
  /** What events on the bus hold: contact data and transcripts too, or ids only. */
  events: z.prefault(z.strictObject({ content: z._default(z.enum(["full", "ids"]), "full") }), {}),
  /** What Chatsby sees as session: the customer's phone, or a keyed hash that says nothing. */
  sessionId: z._default(z.enum(["phone", "opaque"]), "phone"),
  retention: z.prefault(z.strictObject({ days: z._default(whole(8, 3650), 30) }), {}),
  alerts: z.prefault(
    z.strictObject({
      /** Who is told. */
      email: z.optional(email),
      /** Billed messages a day, all numbers together, from which on somebody is told. Nothing is stopped. None: nobody is. */
      billedPerDay: z.optional(whole(1, 1_000_000)),
      /** Hours without a message to a number after which somebody is told. CloudWatch looks back a week at most. None: nobody is. */
      silentAfterHours: z.optional(whole(1, 7 * 24)),
      /** Numbers of the same WhatsApp account that another system answers, as their provider calls them: what is written to them rings nothing. */
      otherNumbers: z._default(z.array(line), []),
      /** Where alarms say the runbook is: an address of your own copy. */
      runbookUrl: z._default(line, "docs/runbook.md"),
      /** One CloudWatch dashboard; an account's first three cost nothing. */
      dashboard: z._default(z.boolean(), true),
    }),
    {},
  ),
  handoff: z.prefault(
    z.strictObject({
      /** Who is told at once. */
      email: z.optional(email),
      /** What the e-mail holds: contact data and the last messages, or ids only. */
      content: z._default(z.enum(["full", "ids"]), "full"),
      /** A link that opens the chat: `{phone}` and `{conversation}` are filled in. */
      link: z._default(z.string().check(z.regex(/^https?:\/\/\S+$/, "use an http(s) URL")), "https://wa.me/{phone}"),
      /** Without a sign of a person for so long, the bot takes over again. */
      resumeAfterHours: z._default(z.number().check(z.minimum(0.05, "use at least 0.05"), z.maximum(24 * 30, "use at most 720")), 12),
      /** Parts of an agent's answer that mean: a person must take over. Upper and lower case count alike. */
      phrases: words,
      /** Turns in a row that the agent fails before a person takes over; 0 = never. */
      failedTurns: z._default(whole(0, 100), 2),
      /** Tell the agent what people did, when it is its turn again. */
      note: z._default(z.boolean(), true),
    }),
    {},
  ),
  ...deploymentSettings,
});

/** Every setting has a default except `numbers`. What settings say of each other is checked once each of them is of the right type. */
export const settingsSchema = shape.check(
  z.superRefine((settings, { addIssue }) => {
    for (const problem of crossProblems(settings)) addIssue({ code: "custom", ...problem });
  }),
);

/** What the owner may leave out. */
export type SettingsFile = z.input<typeof shape>;
/** Complete: every default filled in. */
export type Settings = z.output<typeof shape>;
export type NumberSettings = Settings["numbers"][number];
