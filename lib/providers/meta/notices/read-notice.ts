import { type Json, label, list, record, text } from "../../../adapters/http/json.ts";
import type { Notice } from "../../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { seconds } from "../webhook/read.ts";

type Reading = { event?: string | undefined; facts?: Record<string, string | undefined> };

/** A code, a name or a figure, never prose. */
function code(value: unknown): string | undefined {
  const written = label(value);
  return written !== undefined && /^[\w.-]{1,128}$/.test(written) ? written : undefined;
}

/** Tells the account's numbers apart without naming one. */
const endingOf = (value: Json) => /\d{2}$/.exec(text(value.display_phone_number) ?? "")?.[0];

/** Without codes that mean "none". */
const reason = (value: unknown) => (value === "NONE" ? undefined : code(value));

/** Meta writes "November 23, 2026". Nothing of what cannot be read is used. */
function dayOf(value: unknown): string | undefined {
  const at = Date.parse(`${text(value) ?? ""} UTC`);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString().slice(0, 10);
}

const templateOf = (value: Json) => ({
  template: code(value.message_template_name),
  language: code(value.message_template_language),
});

function restrictionsOf(value: Json): Record<string, string | undefined> {
  const restrictions = list(value.restriction_info).map(record);
  const ends = restrictions.flatMap((each) => seconds(each?.expiration) ?? []);
  return {
    restrictions: restrictions.flatMap((each) => code(each?.restriction_type) ?? []).join(" ") || undefined,
    until: ends.length > 0 ? new Date(Math.max(...ends)).toISOString().slice(0, 10) : undefined,
  };
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview#fields */
const READERS: ReadonlyMap<string, (value: Json) => Reading> = new Map(
  Object.entries({
    account_update: (value) => ({
      event: code(value.event),
      facts: {
        ban: code(record(value.ban_info)?.waba_ban_state),
        banDate: dayOf(record(value.ban_info)?.waba_ban_date),
        violation: code(record(value.violation_info)?.violation_type),
        ...restrictionsOf(value),
      },
    }),
    account_review_update: (value) => ({ event: code(value.decision) }),
    account_alerts: (value) => {
      // Older payloads have them one level up.
      const alert = record(value.alert_info) ?? value;
      return {
        event: code(alert.alert_type),
        facts: { severity: code(alert.alert_severity), status: code(alert.alert_status) },
      };
    },
    business_capability_update: (value) => ({
      facts: {
        limit:
          code(value.max_daily_conversations_per_business) ?? code(value.max_daily_conversation_per_phone),
        numbers: code(value.max_phone_numbers_per_waba) ?? code(value.max_phone_numbers_per_business),
      },
    }),
    phone_number_quality_update: (value) => ({
      event: code(value.event),
      facts: {
        ending: endingOf(value),
        limit: code(value.max_daily_conversations_per_business) ?? code(value.current_limit),
      },
    }),
    phone_number_name_update: (value) => ({
      event: code(value.decision),
      facts: { ending: endingOf(value), reason: reason(value.rejection_reason) },
    }),
    message_template_status_update: (value) => ({
      event: code(value.event),
      facts: {
        ...templateOf(value),
        reason: reason(value.reason),
        pause: code(record(value.other_info)?.title),
      },
    }),
    message_template_quality_update: (value) => ({
      event: code(value.new_quality_score),
      facts: { ...templateOf(value), before: code(value.previous_quality_score) },
    }),
    template_category_update: (value) => ({
      // With `correct_category` Meta says a day ahead what the category will be.
      event: code(value.correct_category) ?? code(value.new_category),
      facts: {
        ...templateOf(value),
        before: code(value.previous_category),
        planned: value.correct_category === undefined ? undefined : "yes",
      },
    }),
    security: (value) => ({ event: code(value.event), facts: { ending: endingOf(value) } }),
  } satisfies Record<string, (value: Json) => Reading>),
);

/** Webhook fields that are notices. */
export const NOTICE_FIELDS: readonly string[] = [...READERS.keys()];

/** `undefined` for a field that is no notice. */
export function readNotice(
  field: string,
  value: Json,
  entry: { account: string; at: number | undefined },
): Notice | undefined {
  const read = READERS.get(field);
  if (!read) return undefined;
  const { event, facts = {} } = read(value);
  return {
    provider: "meta",
    account: entry.account,
    topic: field,
    ...omitUndefined({ event }),
    facts: Object.fromEntries(
      Object.entries(facts).flatMap(([name, fact]) => (fact === undefined ? [] : [[name, fact]])),
    ),
    ...omitUndefined({ at: entry.at }),
  };
}
