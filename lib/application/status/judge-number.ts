import type { Trouble } from "../../domain/status/trouble.ts";
import type { FailureCount, FailureKind } from "../ports/status-ports.ts";
import type { StatusDeps } from "./status-deps.ts";
import type { NumberReport } from "./system-status.ts";

type Explaining = Pick<StatusDeps, "explainFailure">;

/** So many in an hour are more than a hiccup that was repaired by trying again. */
const MANY = 3;
const MAX_CODES = 3;

export function judgeNumber(
  deps: Explaining,
  report: NumberReport,
  failures: readonly FailureCount[],
): Trouble[] {
  return [
    ...stopped(deps, report),
    ...throttled(report),
    ...switchedOff(report),
    ...failed(deps, report, failures),
  ];
}

function stopped({ explainFailure }: Explaining, { number, suspended }: NumberReport): Trouble[] {
  if (!suspended) return [];
  const { since, code } = suspended;
  const { text, fix } = explainFailure(number, code);
  return [
    {
      kind: "number-stopped",
      level: "problem",
      number,
      since,
      code,
      what: `${number} sends nothing, because the provider refuses it (${code}). ${text ?? ""}`.trim(),
      fix: fix ?? `npm run wa -- doctor finds the cause. Fixed? npm run wa -- resume-number ${number}`,
    },
  ];
}

function throttled({ number, throttledUntil }: NumberReport): Trouble[] {
  if (throttledUntil === undefined) return [];
  return [
    {
      kind: "number-throttled",
      level: "warning",
      number,
      what: `${number} is over the provider's rate: its answers leave one after the other, some late.`,
      fix: "Nothing while it ends by itself. Do not send mailings now; docs/runbook.md#replieswaiting",
    },
  ];
}

function switchedOff({ number, off }: NumberReport): Trouble[] {
  if (!off) return [];
  return [
    {
      kind: "number-off",
      level: "warning",
      number,
      ...(off.at !== undefined && { since: off.at }),
      what: `The bot is switched off for ${number}: it answers nobody.`,
      fix: `On again: npm run wa -- switch on --number ${number} (or --all, if all were switched off)`,
    },
  ];
}

/** The most frequent codes, if all of them together failed so often. */
function ofKind(failures: readonly FailureCount[], kind: FailureKind, min: number): readonly FailureCount[] {
  const same = failures.filter((each) => each.kind === kind);
  const total = same.reduce((sum, { count }) => sum + count, 0);
  return total < min ? [] : same.toSorted((one, other) => other.count - one.count).slice(0, MAX_CODES);
}

const FALLBACK: Readonly<Record<FailureKind, string>> = {
  turn: "npm run wa -- doctor checks agent and provider; docs/runbook.md#turnsfailed",
  deferred: "The customer must write again: docs/runbook.md#windowmissed",
  message: "docs/runbook.md#repliesrefused",
  agent: "npm run wa -- doctor checks key and agent; docs/runbook.md#agentfailing",
  send: "docs/runbook.md#repliesrefused",
};

function failed(
  { explainFailure }: Explaining,
  { number }: NumberReport,
  failures: readonly FailureCount[],
): Trouble[] {
  const troubleOf = (
    kind: FailureKind,
    about: Pick<Trouble, "kind" | "level">,
    say: (found: FailureCount) => string,
    min = 1,
  ): Trouble[] =>
    ofKind(failures, kind, min).map((found) => {
      const { count, code, lastAt } = found;
      const { text, fix } = kind === "agent" ? {} : explainFailure(number, code);
      const what = [say(found), text].filter(Boolean).join(" ");
      return { ...about, number, lastAt, count, code, what, fix: fix ?? FALLBACK[kind] };
    });
  const lately = "in the last hour";
  return [
    ...troubleOf(
      "turn",
      { kind: "answers-failed", level: "problem" },
      ({ count, code }) =>
        `${number}: ${count} question(s) ended without the agent's answer ${lately} (${code}).`,
    ),
    ...troubleOf(
      "deferred",
      { kind: "answers-deferred", level: "problem" },
      ({ count }) => `${number}: ${count} answer(s) came too late for WhatsApp's 24 hours ${lately}.`,
    ),
    ...troubleOf(
      "message",
      { kind: "messages-failed", level: "problem" },
      ({ count, code }) =>
        `${number}: ${count} message(s) of staff, mailings or the system failed ${lately} (${code}).`,
    ),
    ...troubleOf(
      "agent",
      { kind: "agent-failing", level: "warning" },
      ({ count, code }) => `${number}: the agent failed ${count} time(s) ${lately} (${code}).`,
      MANY,
    ),
    ...troubleOf(
      "send",
      { kind: "sends-refused", level: "warning" },
      ({ count, code }) => `${number}: the provider refused ${count} send(s) ${lately} (${code}).`,
      MANY,
    ),
  ];
}
