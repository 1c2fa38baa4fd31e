import * as z from "zod/mini";
import { AGENT_SECTIONS } from "../../agents/settings.ts";
import type { Provider } from "../../domain/inbound/inbound.ts";
import { NUMBER_SCHEMAS, PROVIDER_SECTIONS } from "../../providers/settings.ts";
import { contextSettings } from "./context-settings.ts";
import { deploymentSettings } from "./deployment-settings.ts";
import { disclosureSettings } from "./disclosure-settings.ts";
import { handoffHoursSettings, hoursSettings } from "./hours-settings.ts";
import { inboxSettings } from "./inbox-settings.ts";
import { mediaSettings } from "./media-settings.ts";
import { numberAddress } from "./number-address.ts";
import { optInSettings } from "./opt-in-settings.ts";
import {
  email,
  language,
  line,
  mediaHost,
  phraseList,
  template,
  texts,
  url,
  webhookUrl,
  whole,
} from "./setting-kinds.ts";

/** Every setting has a default except `numbers`. Checks across settings are in settings-schema.ts. */
export const settingsShape = z.strictObject({
  numbers: z.array(z.discriminatedUnion("provider", NUMBER_SCHEMAS)).check(
    z.minLength(1, "name at least one WhatsApp number"),
    z.refine(
      (numbers) => new Set(numbers.map((number) => number.name)).size === numbers.length,
      "two numbers have the same name",
    ),
    z.refine(
      (numbers) => new Set(numbers.map(numberAddress)).size === numbers.length,
      "the same WhatsApp number is listed twice",
    ),
  ),
  publicUrl: z.optional(url),
  ...PROVIDER_SECTIONS,
  ...AGENT_SECTIONS,
  turns: z.prefault(
    z.strictObject({
      quietSeconds: z._default(whole(0, 60), 2),
      maxWaitSeconds: z._default(whole(0, 120), 8),
      /** Half the quiet time after what is plainly complete, twice after what plainly is not. */
      adaptiveQuiet: z._default(z.boolean(), true),
      maxPerHour: z._default(whole(1, 10_000), 60),
      staleAfterHours: z._default(whole(1, 24 * 30), 23),
      /** "ignore": a late message is only recorded. */
      stale: z._default(z.enum(["ignore", "handoff"]), "ignore"),
      /** Wait for a delivery confirmation before an unknown send is repeated. */
      graceSeconds: z._default(whole(5, 600), 45),
      /** Failed attempts before the customer gets the fallback text. */
      agentAttempts: z._default(whole(1, 10), 3),
    }),
    {},
  ),
  texts,
  language: z._default(language, "en"),
  /** Besides the built-in ones. The whole message must consist of one. */
  keywords: z.prefault(
    z.strictObject({ stop: phraseList, start: phraseList, human: phraseList, bot: phraseList }),
    {},
  ),
  replies: z.prefault(
    z.strictObject({
      /** Below the first link (Meta). */
      linkPreview: z._default(z.boolean(), false),
      /** Quotes the customer's last message when a reply answers several (Meta). */
      quote: z._default(z.boolean(), true),
      /** Shown when the answer ends in a short list of options (Meta). */
      optionButtons: z._default(z.boolean(), false),
      /** Asks, at most once an hour, to send again what WhatsApp did not pass on. */
      askToResend: z._default(z.boolean(), true),
      /** Links of an answer to files on these hosts are sent as pictures and documents. */
      mediaHosts: z._default(z.array(mediaHost).check(z.maxLength(20, "use at most 20")), []),
      /** How long a deferred reply is worth sending when the customer writes again. */
      deferredFreshHours: z._default(whole(1, 24 * 30), 72),
    }),
    {},
  ),
  /**
   * Sent once for a reply that is too late for the customer service window. Without it the reply waits for
   * the customer's next message.
   */
  reengagement: z.optional(template),
  /** Sent after an unanswered conversation, in order of time. None by default: every message costs. */
  followUps: z._default(
    z
      .array(
        z
          .strictObject({
            afterHours: z
              .number()
              .check(z.minimum(0.05, "use at least 0.05"), z.maximum(24 * 60, "use at most 1440")),
            text: z.optional(line),
            template: z.optional(template),
          })
          .check(
            z.refine(
              ({ text, template }) => (text === undefined) !== (template === undefined),
              "give either a text or a template",
            ),
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
      /** Confirms an opt-out once and says how to undo it. */
      confirm: z._default(z.boolean(), true),
      /** What "stop marketing" in WhatsApp itself blocks: everything, or only what the business begins. */
      marketingStop: z._default(z.enum(["all", "templates"]), "all"),
    }),
    {},
  ),
  leads: z.prefault(
    z.strictObject({
      /** Collects e-mail addresses and phone numbers that customers write. */
      fromText: z._default(z.boolean(), true),
      webhook: z.optional(z.strictObject({ url: webhookUrl })),
    }),
    {},
  ),
  /** Events on the bus hold contact data and transcripts too, or ids only. */
  events: z.prefault(
    z.strictObject({
      content: z._default(z.enum(["full", "ids"]), "full"),
      /** An event for each message of a conversation; its text only with "full". */
      messages: z._default(z.enum(["ids", "full", "off"]), "ids"),
    }),
    {},
  ),
  /** "opaque": a keyed hash instead of the customer's phone. */
  sessionId: z._default(z.enum(["phone", "opaque"]), "phone"),
  retention: z.prefault(z.strictObject({ days: z._default(whole(8, 3650), 30) }), {}),
  alerts: z.prefault(
    z.strictObject({
      email: z.optional(email),
      /** Messages of all numbers together. More raise an alarm, but block nothing. */
      billedPerDay: z.optional(whole(1, 1_000_000)),
      /** An alarm, if a number gets no message for so long. CloudWatch looks back a week at most. */
      silentAfterHours: z.optional(whole(1, 7 * 24)),
      /** Answered by another system, so without an alarm. Named as by their provider. */
      otherNumbers: z._default(z.array(line), []),
      /** For alarms: use that of your own copy. */
      runbookUrl: z._default(line, "docs/runbook.md"),
      /** An account's first three are free. */
      dashboard: z._default(z.boolean(), true),
    }),
    {},
  ),
  operations: z.prefault(
    z.strictObject({
      /** Checks each day what needs nobody, and mails problems, and what the provider reports, to `alerts.email`. */
      dailyCheck: z._default(z.boolean(), true),
      /** In UTC. */
      dailyCheckHour: z._default(whole(0, 23), 6),
    }),
    {},
  ),
  handoff: z.prefault(
    z.strictObject({
      email: z.optional(email),
      /** The e-mail holds contact data and the last messages, or ids only. */
      content: z._default(z.enum(["full", "ids"]), "full"),
      /** Opens the chat; `{phone}` and `{conversation}` are filled in. Default: lib/config/derived/chat-link.ts. */
      link: z.optional(z.string().check(z.regex(/^https?:\/\/\S+$/, "use an http(s) URL"))),
      /** Mails the team again, while a customer waits for a person; 0 = never. */
      remindAfterMinutes: z._default(whole(0, 24 * 60), 30),
      /** The bot takes over again when no person has been active for so long. */
      resumeAfterHours: z._default(
        z.number().check(z.minimum(0.05, "use at least 0.05"), z.maximum(24 * 30, "use at most 720")),
        12,
      ),
      /** Parts of an agent's answer that mean: a person must take over. Case does not matter. */
      phrases: phraseList,
      /** In a row, before a person takes over; 0 = never. */
      failedTurns: z._default(whole(0, 100), 2),
      /** Tells the agent what staff did, before its next question. */
      note: z._default(z.boolean(), true),
      ...handoffHoursSettings,
    }),
    {},
  ),
  ...disclosureSettings,
  ...contextSettings,
  ...optInSettings,
  ...hoursSettings,
  ...mediaSettings,
  ...inboxSettings,
  ...deploymentSettings,
});

export type SettingsFile = z.input<typeof settingsShape>;
export type Settings = z.output<typeof settingsShape>;
export type NumberSettings = Settings["numbers"][number];
/** A provider without a schema of its numbers does not compile. */
export type NumberOf<P extends Provider & NumberSettings["provider"]> = Extract<
  NumberSettings,
  { provider: P }
>;
