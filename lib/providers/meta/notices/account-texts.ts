import type { NoticeText } from "../../../domain/health/notice.ts";
import type { Notice } from "../../../domain/inbound/inbound.ts";
import { news, perDay, problem, QUALITY, warning } from "./phrases.ts";

export function accountUpdate({
  event,
  facts: { ban, banDate, violation, restrictions, until },
}: Notice): NoticeText | undefined {
  switch (event) {
    case "DISABLED_UPDATE":
      if (ban === "REINSTATE") return news("Meta has enabled the WhatsApp account again.");
      return ban === "SCHEDULE_FOR_DISABLE"
        ? problem(
            `Meta will disable the WhatsApp account${banDate ? ` on ${banDate}` : ""}.`,
            `See why, and ask for a review: ${QUALITY}.`,
          )
        : problem(
            "Meta has disabled the WhatsApp account: nothing is received or sent.",
            `See why, and ask for a review: ${QUALITY}. Tell your customers another way to reach you.`,
          );
    case "ACCOUNT_RESTRICTION":
      return problem(
        `Meta has restricted the WhatsApp account${restrictions ? ` (${restrictions})` : ""}${until ? ` until ${until}` : ""}.`,
        `${restrictions?.includes("CUSTOMER_INITIATED") ? "Customers are not answered while it lasts. " : "Stop mailings while it lasts. "}See why, and ask for a review: ${QUALITY}.`,
      );
    case "ACCOUNT_VIOLATION":
      return problem(
        `Meta says that the account violates a policy${violation ? ` (${violation})` : ""}. Restrictions may follow.`,
        `See what it is about: ${QUALITY}. Change or stop what it names, or ask for a review.`,
      );
    case "ACCOUNT_DELETED":
      return problem(
        "The WhatsApp account was deleted: nothing is received or sent.",
        "Ask the administrators of the business portfolio. A new account needs a new set-up: docs/setup-meta.md",
      );
    case "ACCOUNT_OFFBOARDED":
      return problem(
        "The number is no longer connected to the API: it was registered on another device or in the app.",
        "Connect it again: docs/setup-meta.md. Until then the agent answers nobody there.",
      );
    case "ACCOUNT_RECONNECTED":
      return news("The number is connected to the API again.");
    case "PARTNER_REMOVED":
    case "PARTNER_APP_UNINSTALLED":
      return problem(
        "The account was taken away from an app or a partner: if it was ours, nothing is received or sent.",
        "See who has access: Business settings > Accounts > WhatsApp accounts; then `npm run wa -- doctor`.",
      );
    case undefined:
      return undefined;
    default:
      return news(`Meta has changed something about the account (${event}).`);
  }
}

export function accountAlert({ event, facts: { severity, status } }: Notice): NoticeText {
  const what = `Meta has an alert about the account: ${event ?? "without a code"}${severity ? ` (${severity.toLowerCase()})` : ""}`;
  const todo = "See WhatsApp Manager > Overview, and Business settings > Security centre.";
  if (status === "NONE" || severity === "INFORMATIONAL") return news(`${what}.`);
  return severity === "CRITICAL" ? problem(`${what}.`, todo) : warning(`${what}.`, todo);
}

export const accountReview = ({ event = "unknown" }: Notice): NoticeText =>
  event === "APPROVED"
    ? news("Meta has approved the WhatsApp account.")
    : problem(`Meta's review of the WhatsApp account says ${event}.`, `See ${QUALITY}.`);

export const capability = ({ facts: { limit, numbers } }: Notice): NoticeText =>
  news(
    `The business may now send ${limit ? perDay(limit) : "templates to another number of customers a day"}${numbers ? `, from ${numbers} numbers at most` : ""}.`,
  );
