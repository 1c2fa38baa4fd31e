import type { Finding } from "./finding.ts";
import { type NamedNotice, noticeLines } from "./notice-mail.ts";
import type { RoundReport, Trouble } from "./round.ts";
import { DOCTOR_LINE, forStage, type MailStage, stageName } from "./stage-words.ts";

const day = (at: number) => new Date(at).toISOString().slice(0, 10);
const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const named = ({ number, evidence }: Finding) =>
  number && !evidence.startsWith(number) ? `Number "${number}": ${evidence}` : evidence;

function troubleLines({ finding, since, isNew, notSeen }: Trouble): string[] {
  const age = isNew ? "New" : `Since ${day(since)}`;
  return [
    `- ${named(finding)}`,
    ...(finding.fix ? [`  What to do: ${finding.fix}`] : []),
    `  ${age}${notSeen ? ", and could not be looked at today" : ""}. Check: ${finding.check}`,
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [title, "", ...lines, ""] : [];
}

function subjectOf(stage: MailStage, { troubles, fixed }: RoundReport, notices: number): string {
  const count = (kind: Trouble["kind"]) => troubles.filter((each) => each.kind === kind).length;
  const [problems, warnings, unchecked] = [count("problem"), count("warning"), count("unchecked")];
  const parts = [
    problems && plural(problems, "problem"),
    warnings && plural(warnings, "warning"),
    unchecked && `${unchecked} not checked`,
    fixed.length && `${fixed.length} fixed`,
    notices && plural(notices, "notice"),
  ].filter(Boolean);
  return `WhatsApp (${stageName(stage)}), daily check: ${parts.join(", ")}`;
}

/** Without anything personal. `notices`: what there was no room for during the day. */
export function roundMail(details: {
  stage: MailStage;
  report: RoundReport;
  notices: readonly NamedNotice[];
}): {
  subject: string;
  text: string;
} {
  const { stage, report, notices } = details;
  const { troubles, fixed } = report;
  const of = (kind: Trouble["kind"]) => troubles.filter((each) => each.kind === kind);
  const unchecked = of("unchecked").map(({ finding }) => `- ${finding.check}: ${named(finding)}`);
  const isUrgent = of("problem").length > 0;
  return {
    subject: subjectOf(stage, report, notices.length),
    text: forStage(
      stage,
      [
        `The daily check of stage "${stageName(stage)}".`,
        "",
        ...section("PROBLEMS: customers notice them, or soon will", of("problem").flatMap(troubleLines)),
        ...section("WARNINGS: to be looked at when there is time", of("warning").flatMap(troubleLines)),
        ...section(
          "COULD NOT BE CHECKED: this says nothing about your numbers, and is tried again tomorrow",
          unchecked,
        ),
        ...section(
          "FIXED since the last mail",
          fixed.map(({ finding, since }) => `- ${named(finding)} (since ${day(since)})`),
        ),
        ...section("REPORTED BY THE PROVIDER", notices.flatMap(noticeLines)),
        "To look closer, or again once it is fixed:",
        DOCTOR_LINE,
        "",
        isUrgent
          ? "Problems are mailed each day until they are fixed, warnings less and less often."
          : "What stays as it is, is mailed less and less often.",
        "What each check means: docs/runbook.md#the-daily-check",
      ].join("\n"),
    ),
  };
}
