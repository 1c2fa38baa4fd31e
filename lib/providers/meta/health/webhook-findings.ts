import type { LookupResult } from "../../../adapters/http/lookup-result.ts";
import { type Finding, ok, problem, skipped, warning } from "../../../domain/health/finding.ts";
import { NOTICE_FIELDS } from "../notices/read-notice.ts";
import type { AppSubscription } from "../tools/account-responses.ts";
import { unanswered } from "./unanswered.ts";

/**
 * The fields that the system handles.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
 */
export const WEBHOOK_FIELDS: readonly string[] = [
  "messages",
  "user_preferences",
  "smb_message_echoes",
  ...NOTICE_FIELDS,
];

const REGISTER = "`npm run wa -- setup` registers it, or by hand: docs/setup-meta.md#by-hand";

export function webhookFindings(found: LookupResult<AppSubscription | "none">, url: string): Finding[] {
  const check = "meta.webhook";
  if (found.kind !== "found") return [unanswered(check, found)];
  if (found.value === "none") return [problem(check, "The app has no WhatsApp webhook.", REGISTER)];
  const { url: registered, active, fields } = found.value;
  if (registered !== url)
    return [
      problem(
        check,
        "The app's webhook is another URL than this stage's.",
        `It should be ${url}. ${REGISTER}`,
      ),
    ];
  if (!active) return [problem(check, "The app's webhook is switched off.", REGISTER)];
  if (!fields.includes("messages"))
    return [
      problem(check, "The field messages is not subscribed: nothing that customers write arrives.", REGISTER),
    ];
  const missing = WEBHOOK_FIELDS.filter((field) => !fields.includes(field));
  if (missing.includes("user_preferences"))
    return [
      warning(
        check,
        `Not subscribed: ${missing.join(", ")}. When customers stop offers in WhatsApp, the system does not learn of it.`,
        REGISTER,
      ),
    ];
  const unheard = NOTICE_FIELDS.filter((field) => !fields.includes(field));
  if (unheard.length > 0)
    return [
      warning(
        check,
        `Not subscribed: ${unheard.join(", ")}. What Meta reports of the number, its templates and the account does not arrive.`,
        REGISTER,
      ),
    ];
  return [ok(check, `The app calls this stage for ${fields.join(", ")}.`)];
}

/** An account without a subscribed app delivers no webhooks, although Meta's test button works. */
export function subscriptionFinding(
  found: LookupResult<readonly string[]>,
  appId: string | undefined,
  number: string,
): Finding {
  const [check, about] = ["meta.subscription", { number }];
  if (found.kind !== "found") return { ...unanswered(check, found), number };
  if (appId === undefined)
    return warning(
      check,
      "Our app is unknown, because the token could not be checked.",
      "Fix meta.token first.",
      about,
    );
  if (found.value.includes(appId))
    return ok(check, "The WhatsApp account sends its messages to our app.", about);
  return problem(
    check,
    found.value.length > 0
      ? "The WhatsApp account sends its messages to another app, not ours."
      : "The WhatsApp account sends its messages to no app.",
    "`npm run wa -- setup` subscribes it, or: POST /<WABA id>/subscribed_apps with the access token.",
    about,
  );
}

/** An unverified business can start only a few conversations, and its display name is not approved. */
export function businessFinding(
  found: LookupResult<{ verification?: string; review?: string }>,
  number: string,
): Finding {
  const [check, about] = ["meta.business", { number }];
  if (found.kind !== "found")
    return skipped(check, `Meta did not return whether the business is verified (${found.code}).`, about);
  const { verification, review } = found.value;
  if (review === "PENDING")
    return warning(
      check,
      "Meta is still reviewing the WhatsApp account.",
      "Nothing to do: WhatsApp Manager > Account tools > Account quality shows when it ends.",
      about,
    );
  if (review !== undefined && review !== "APPROVED")
    return problem(
      check,
      `Meta's review of the account says ${review}.`,
      "See WhatsApp Manager > Account tools > Account quality.",
      about,
    );
  if (verification === undefined)
    return skipped(check, "Meta did not return whether the business is verified.", about);
  if (verification === "verified") return ok(check, "Meta has verified the business.", about);
  return warning(
    check,
    `Meta has not verified the business (${verification}).`,
    "Business settings > Security centre > Start verification. Until then templates reach 250 customers a day at most.",
    about,
  );
}

export function wabaFinding(
  found: LookupResult<readonly string[]>,
  phoneNumberId: string,
  number: string,
): Finding {
  const [check, about] = ["meta.waba", { number }];
  if (found.kind !== "found")
    return problem(
      check,
      `Meta does not show that WhatsApp Business Account (${found.code}).`,
      "Copy the WhatsApp Business Account ID from WhatsApp > API Setup, and give the system user access to it.",
      about,
    );
  if (found.value.includes(phoneNumberId))
    return ok(check, "The number belongs to the WhatsApp Business Account of the settings.", about);
  return problem(
    check,
    "The number belongs to another WhatsApp Business Account than wabaId says.",
    "Correct wabaId in the settings.",
    about,
  );
}
