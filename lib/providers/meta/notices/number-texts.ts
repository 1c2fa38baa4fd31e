import type { NoticeText } from "../../../domain/health/notice.ts";
import type { Notice } from "../../../domain/inbound/inbound.ts";
import { NUMBERS, news, perDay, problem, warning } from "./phrases.ts";

const whichNumber = ({ facts: { ending } }: Notice) =>
  ending ? `The number that ends in ${ending}` : "A number";

export function numberQuality(notice: Notice): NoticeText | undefined {
  const { event, facts } = notice;
  const limit = facts.limit ? ` It may now send ${perDay(facts.limit)}.` : "";
  switch (event) {
    case "FLAGGED":
      return problem(
        `${whichNumber(notice)} has a low quality: customers block or report it.${limit}`,
        "Stop marketing templates, and write only to customers who agreed. See docs/runbook.md#the-daily-check",
      );
    case "DOWNGRADE":
      return warning(
        `${whichNumber(notice)} may write to fewer customers a day.${limit}`,
        `Send fewer and better templates until its quality rises: ${NUMBERS}.`,
      );
    case "UNFLAGGED":
    case "UPGRADE":
    case "ONBOARDING":
    case "THROUGHPUT_UPGRADE":
      return news(`${whichNumber(notice)} is in good standing (${event}).${limit}`);
    case undefined:
      return undefined;
    default:
      return warning(`${whichNumber(notice)}: Meta reports ${event}.${limit}`, `See ${NUMBERS}.`);
  }
}

export function numberName(notice: Notice): NoticeText | undefined {
  const { event, facts } = notice;
  if (event === "APPROVED") return news(`${whichNumber(notice)} has its display name approved.`);
  if (event === undefined || event === "PENDING" || event === "DEFERRED") return undefined;
  return warning(
    `${whichNumber(notice)} has its display name refused (${facts.reason ?? event}).`,
    "Choose one that fits your business's public name: WhatsApp Manager > Phone numbers > Profile. Without an approved name customers see the number only.",
  );
}

export function security(notice: Notice): NoticeText {
  const todo =
    "If nobody of you did it: WhatsApp Manager > Phone numbers > Two-step verification, and see who has access in Business settings > People.";
  return notice.event === "PIN_RESET_REQUEST"
    ? problem(
        `${whichNumber(notice)}: somebody has asked to reset its two-step PIN, which keeps others from registering it elsewhere.`,
        todo,
      )
    : warning(`${whichNumber(notice)} has another two-step PIN (${notice.event ?? "unknown"}).`, todo);
}
