import { type Finding, problem } from "../../domain/health/finding.ts";
import type { NamedNotice } from "../../domain/health/notice-mail.ts";
import { confirmTold, waitingNotices } from "../../domain/health/notice-memory.ts";
import { type CheckedPart, concludeRound, type RoundReport } from "../../domain/health/round.ts";
import { roundMail } from "../../domain/health/round-mail.ts";
import type { MailStage } from "../../domain/health/stage-words.ts";
import type { Notice } from "../../domain/inbound/inbound.ts";
import type { Notifications } from "../ports/control-ports.ts";
import type { HealthRecords } from "../ports/health-records.ts";
import type { Clock } from "../ports/ports.ts";
import type { Telemetry } from "../ports/telemetry.ts";

/** `undefined`: what the checks need is missing, which another part tells. */
export type HealthPart = { part: string; run(): Promise<readonly Finding[] | undefined> };

export type CheckDailyDeps = {
  /** Called once for each attempt: what the parts share is read again. */
  parts(): readonly HealthPart[];
  records: HealthRecords;
  notifications: Notifications;
  clock: Clock;
  telemetry: Telemetry;
  stage: MailStage;
  textOf(notice: Notice): NamedNotice | undefined;
  /** "late" after so long. */
  within<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result | "late">;
  pause(ms: number): Promise<void>;
};

const PART_TIMEOUT_MS = 30_000;
const SECOND_ATTEMPT_AFTER_MS = 10_000;

const unchecked = (part: string, evidence: string): CheckedPart => ({
  part,
  findings: [
    problem(part, evidence, "Run `npm run wa -- doctor`. If it fails again, please report the error.", {
      unchecked: true,
    }),
  ],
  complete: false,
});

async function checkPart({ within }: CheckDailyDeps, { part, run }: HealthPart): Promise<CheckedPart> {
  try {
    const findings = await within(run(), PART_TIMEOUT_MS);
    if (findings === "late") return unchecked(part, `No answer within ${PART_TIMEOUT_MS / 1_000} seconds.`);
    if (!findings) return { part, findings: [], complete: false };
    return { part, findings, complete: !findings.some((each) => each.unchecked || each.hides) };
  } catch (error) {
    // Only the error's name: its message may quote private data.
    return unchecked(part, `The check itself failed (${error instanceof Error ? error.name : "unknown"}).`);
  }
}

const isUnchecked = ({ findings }: CheckedPart) => findings.some((each) => each.unchecked);

/** Asks a second time what could not be checked: a system may have been away for a moment only. */
async function checkParts(deps: CheckDailyDeps): Promise<readonly CheckedPart[]> {
  const first = await Promise.all(deps.parts().map((part) => checkPart(deps, part)));
  if (!first.some(isUnchecked)) return first;
  await deps.pause(SECOND_ATTEMPT_AFTER_MS);
  const again = new Map(deps.parts().map((part) => [part.part, part]));
  return Promise.all(
    first.map((checked) => {
      // What was left out may have been left out because of what could not be checked.
      const part = checked.complete ? undefined : again.get(checked.part);
      return part ? checkPart(deps, part) : checked;
    }),
  );
}

const NOTHING: RoundReport = { troubles: [], fixed: [] };

export type RoundSummary = { told: boolean; troubles: number; fixed: number; unchecked: number };

/**
 * Makes the checks that need nobody, and mails what people must know in one mail. What is known is remembered
 * after the mail: a crash between them gives the same mail once more.
 */
export async function checkDaily(deps: CheckDailyDeps): Promise<RoundSummary> {
  const { records, notifications, clock, telemetry, stage, textOf } = deps;
  const parts = await checkParts(deps);
  const [memory, notices] = await Promise.all([records.round(), records.notices()]);
  const { next, report } = concludeRound(memory, parts, clock.now());
  const waiting = waitingNotices(notices);
  const texts = waiting.flatMap((notice) => textOf(notice) ?? []);
  const told = report !== undefined || texts.length > 0;
  if (told) await notifications.send(roundMail({ stage, report: report ?? NOTHING, notices: texts }));
  await records.saveRound(next);
  if (waiting.length > 0) await records.changeNotices((current) => ({ next: confirmTold(current, waiting) }));
  const summary = {
    told,
    troubles: Object.keys(next.troubles).length,
    fixed: report?.fixed.length ?? 0,
    unchecked: parts.filter(isUnchecked).length,
  };
  telemetry.info("daily-check.done", summary);
  return summary;
}
