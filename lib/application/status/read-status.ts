import type { BusinessHours } from "../../domain/hours/business-hours.ts";
import { nextOpening } from "../../domain/hours/open-times.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { Trouble } from "../../domain/status/trouble.ts";
import { HOUR_MS } from "../../domain/time.ts";
import type { SwitchState } from "../ports/control-ports.ts";
import type { FailureCount, FailureKind } from "../ports/status-ports.ts";
import { rolloutReport } from "../staff/numbers/change-rollout.ts";
import { listSwitches } from "../staff/numbers/switch-numbers.ts";
import { judgeNumber } from "./judge-number.ts";
import { findLateAnswers, judgeLateAnswers } from "./late-answers.ts";
import type { StatusDeps } from "./status-deps.ts";
import type { LastHour, NumberReport, SystemStatus } from "./system-status.ts";
import { findUntaken, judgeUntaken } from "./untaken-handoffs.ts";

const NAMES: Readonly<Record<FailureKind, keyof LastHour>> = {
  turn: "failed",
  deferred: "deferred",
  message: "messagesFailed",
  agent: "agentErrors",
  send: "refused",
};

function lastHourOf(failures: readonly FailureCount[]): LastHour {
  const sums = { failed: 0, deferred: 0, messagesFailed: 0, agentErrors: 0, refused: 0 };
  for (const { kind, count } of failures) sums[NAMES[kind]] += count;
  return sums;
}

/**
 * What the table knows of customers who get no answer, and what to do about it. Reads a bounded number of
 * items, whatever waits.
 */
export async function readStatus(deps: StatusDeps): Promise<SystemStatus> {
  const { clock, numbers, failureCounts } = deps;
  const now = clock.now();
  const [switches, late, { untaken, isLate }, orphaned, reports] = await Promise.all([
    listSwitches(deps),
    findLateAnswers(deps),
    findUntaken(deps),
    failureCounts.since("*", now - HOUR_MS),
    Promise.all(numbers.map((number) => reportOf(deps, number, now))),
  ]);
  const found = reports.map((each) => withSwitch(each, switches));
  const troubles = [
    ...found.flatMap((each) => judgeNumber(deps, each.report, each.failures)),
    ...judgeLateAnswers(late),
    ...judgeUntaken(untaken, isLate),
    ...orphaned.map(orphanedTrouble),
  ].toSorted((one, other) => Number(one.level === "warning") - Number(other.level === "warning"));
  return {
    at: now,
    well: troubles.length === 0,
    numbers: found.map(({ report }) => report),
    late,
    untaken,
    troubles,
  };
}

type Found = { report: NumberReport; failures: readonly FailureCount[] };

async function reportOf(
  { conversations, failureCounts, rollouts, hoursOf }: StatusDeps,
  number: StatusDeps["numbers"][number],
  now: number,
): Promise<Found> {
  const { name, provider } = number;
  const [suspension, throttledUntil, failures, rollout] = await Promise.all([
    conversations.suspensionOf(name),
    conversations.throttledUntil(name),
    failureCounts.since(name, now - HOUR_MS),
    rollouts.find(name),
  ]);
  const ofRollout = rolloutReport(number, rollout);
  const { until = 0, since = 0, code = "" } = suspension ?? {};
  const report = {
    number: name,
    provider,
    ...(suspension && { suspended: { until, since, code } }),
    ...omitUndefined({ throttledUntil, hours: hoursReport(hoursOf?.(name), now) }),
    ...(ofRollout.source !== "default" && { rollout: ofRollout }),
    lastHour: lastHourOf(failures),
  };
  return { report, failures };
}

function hoursReport(hours: BusinessHours | undefined, now: number): NumberReport["hours"] {
  if (!hours) return undefined;
  const { timeZone } = hours;
  const opensAt = nextOpening(hours, now);
  return opensAt === now
    ? { open: true, timeZone }
    : { open: false, ...omitUndefined({ opensAt }), timeZone };
}

function withSwitch({ report, failures }: Found, switches: readonly SwitchState[]): Found {
  const off = switches.find((each) => each.off && (each.number === "*" || each.number === report.number));
  if (!off) return { report, failures };
  return { report: { ...report, off: omitUndefined({ by: off.by, at: off.at }) }, failures };
}

const orphanedTrouble = ({ code, count, lastAt }: FailureCount): Trouble => ({
  kind: "answers-failed",
  level: "problem",
  lastAt,
  count,
  code,
  what: `Messages to a number that is not in the settings were given up in the last hour: ${count}.`,
  fix: "Put the number back into the settings and deploy: docs/runbook.md#numberunknown",
});
