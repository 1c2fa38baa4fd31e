import { type Finding, ok, problem, skipped, warning } from "../../../lib/domain/health/finding.ts";
import { isPaymentProblem } from "../../../lib/providers/meta/health/number-findings.ts";
import { businessFinding } from "../../../lib/providers/meta/health/webhook-findings.ts";
import type { MetaAccount } from "../../../lib/providers/meta/tools/account.ts";
import type { MetaNumberState } from "../../../lib/providers/meta/tools/account-responses.ts";
import { customersWithin, messagingLimit } from "../../../lib/providers/meta/tools/messaging-limit.ts";

/** Shown once the number is registered, so not when the credentials are checked. */
export const SHOWN_LATER: ReadonlySet<string> = new Set(["meta.name", "meta.business"]);

const TITLES: Record<string, string> = { "meta.business": "your business" };

/** What Meta reviews in its own time, and what that means until then. */
export async function reviewFindings(
  account: Pick<MetaAccount, "number" | "business">,
  { name, phoneNumberId, wabaId }: { name: string; phoneNumberId: string; wabaId?: string | undefined },
): Promise<Finding[]> {
  const number = await account.number(phoneNumberId);
  return [
    ...(number.kind === "found" ? [nameFinding(number.value)] : []),
    ...(wabaId ? [businessFinding(await account.business(wabaId), name)] : []),
    ...(number.kind === "found" ? [limitFinding(number.value), paymentFinding(number.value)] : []),
  ].map(({ number: _, check, ...finding }) => ({ ...finding, check: TITLES[check] ?? check }));
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/display-names */
function nameFinding({ nameStatus, name }: MetaNumberState): Finding {
  const check = "display name";
  const quoted = name ? `"${name}"` : "The display name";
  const until =
    "Until Meta has approved it, customers see it in the profile, and the phone number above the chat.";
  switch (nameStatus) {
    case "APPROVED":
      return ok(check, `${quoted} is approved: customers see it above the chat.`);
    case "PENDING_REVIEW":
      return warning(check, `${quoted} is under review. ${until}`, "Nothing to do: Meta mails the result.");
    case "DECLINED":
      return problem(
        check,
        `Meta has declined ${quoted}. Customers see the phone number instead.`,
        "Change it in WhatsApp Manager > Phone numbers > Profile, to the name on your website.",
      );
    default:
      return skipped(check, `${quoted} may be used. Meta reviews it when your limit rises. ${until}`);
  }
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messaging-limits */
function limitFinding({ limit = "" }: MetaNumberState): Finding {
  const customers = messagingLimit(limit);
  const replies = "Replies to customers who wrote in the last 24 hours are not limited.";
  if (customers === Number.POSITIVE_INFINITY)
    return ok("customers a day", `${replies} Templates are not limited either.`);
  return skipped(
    "customers a day",
    `${replies} Templates, with which you write first, reach ${customersWithin(customers)} in 24 hours, all numbers of your business together.${customers === 250 ? " A verified business may get 2,000." : ""}`,
  );
}

const FREE = "The first 1,000 replies a month are free";

function paymentFinding({ health }: MetaNumberState): Finding {
  const check = "payment";
  const fix = "Add one in WhatsApp Manager: docs/setup-meta.md, step 11.";
  if (health?.blockedBy.some(({ codes }) => codes.some(isPaymentProblem)))
    return warning(check, `There is no valid payment method. ${FREE}, then they stop.`, fix);
  return skipped(
    check,
    `${FREE}. Add a payment method before they are used up: docs/setup-meta.md, step 11.`,
  );
}
