import type { NoticeText } from "../../../domain/health/notice.ts";
import type { Notice } from "../../../domain/inbound/inbound.ts";
import { news, problem, TEMPLATES, warning } from "./phrases.ts";

const whichTemplate = ({ facts: { template, language } }: Notice) =>
  template ? `The template ${template}${language ? ` (${language})` : ""}` : "A template";

export function templateStatus(notice: Notice): NoticeText | undefined {
  const { event, facts } = notice;
  const which = whichTemplate(notice);
  const why = facts.reason ? ` (${facts.reason})` : "";
  switch (event) {
    case "APPROVED":
    case "REINSTATED":
    case "UNARCHIVED":
      return news(`${which} is approved and can be sent.`);
    case "REJECTED":
      return warning(
        `${which} is rejected${why}.`,
        `Read why, change it, or ask for a review: ${TEMPLATES}.`,
      );
    case "PAUSED":
      return problem(
        `${which} is paused${facts.pause ? ` (${facts.pause})` : why}: customers disliked it, and it cannot be sent for now.`,
        `Stop mailings with it, and make it more useful to those who get it: ${TEMPLATES}.`,
      );
    case "DISABLED":
      return problem(
        `${which} is disabled${why}: it cannot be sent any more.`,
        `Create another one, and put its name in the settings if it stands there (reengagement, followUps): ${TEMPLATES}.`,
      );
    case "FLAGGED":
      return warning(
        `${which} will be disabled if customers go on disliking it.`,
        `Stop mailings with it, or change it: ${TEMPLATES}.`,
      );
    case "LOCKED":
    case "LIMIT_EXCEEDED":
      return warning(`${which} cannot be changed for now (${event}).`, `See ${TEMPLATES}.`);
    case "ARCHIVED":
    case "DELETED":
    case "PENDING_DELETION":
      return warning(
        `${which} was removed (${event}).`,
        "If it stands in the settings (reengagement, followUps), name another one there and deploy.",
      );
    case "PENDING":
    case "IN_APPEAL":
    case undefined:
      return undefined;
    default:
      return warning(`${which}: Meta reports ${event}${why}.`, `See ${TEMPLATES}.`);
  }
}

export function templateQuality(notice: Notice): NoticeText | undefined {
  const { event } = notice;
  if (event !== "RED" && event !== "YELLOW") return undefined;
  return warning(
    `${whichTemplate(notice)} is rated ${event} by customers. With RED Meta pauses it.`,
    "Send it to fewer customers, or make it more useful to them.",
  );
}

export function templateCategory(notice: Notice): NoticeText {
  const { event = "another category", facts } = notice;
  const from = facts.before ? `, not ${facts.before}` : "";
  return warning(
    `${whichTemplate(notice)} ${facts.planned ? "will count" : "counts"} as ${event}${from}. That changes what it costs, and who may get it.`,
    `Change its text, or ask for a review within 60 days: ${TEMPLATES}.`,
  );
}
