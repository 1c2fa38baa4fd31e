import type { Trouble } from "../../domain/status/trouble.ts";
import { MINUTE_MS } from "../../domain/time.ts";
import type { DelayedAnswer, DelayReason } from "../ports/status-ports.ts";
import { mapInParallel } from "../staff/conversation/map-in-parallel.ts";
import type { StatusDeps } from "./status-deps.ts";
import type { LateAnswers } from "./system-status.ts";
import { whoWaits } from "./who-waits.ts";

const MAX_CHECKED = 50;
const MAX_AT_ONCE = 10;
/** A confirmation usually comes within seconds, and the customer has the answer already. */
const CONFIRMATION_MS = 2 * MINUTE_MS;

/** An entry counts only while a message of the customer is unanswered. */
export async function findLateAnswers({
  delayedAnswers,
  ledger,
  clock,
}: Pick<StatusDeps, "delayedAnswers" | "ledger" | "clock">): Promise<LateAnswers> {
  const { answers, more } = await delayedAnswers.list(MAX_CHECKED);
  const now = clock.now();
  const counted = answers.filter(
    ({ why, since }) => why !== "confirmation" || now - since >= CONFIRMATION_MS,
  );
  const checked = await mapInParallel(counted, MAX_AT_ONCE, async (answer) => {
    const waiting = await ledger.newestWaiting(answer.conversation);
    return waiting.length > 0 ? answer : undefined;
  });
  const waiting = checked.filter((each) => each !== undefined);
  const customers = new Set(waiting.map(({ conversation }) => conversation)).size;
  const [oldest] = waiting;
  return {
    customers,
    atLeast: more,
    ...(oldest && { oldestSince: oldest.since }),
    reasons: countReasons(waiting),
  };
}

function countReasons(waiting: readonly DelayedAnswer[]): LateAnswers["reasons"] {
  const reasons: { [Why in DelayReason]?: { customers: number; oldestSince: number } } = {};
  for (const { why, since } of waiting) {
    const { customers = 0, oldestSince = since } = reasons[why] ?? {};
    reasons[why] = { customers: customers + 1, oldestSince };
  }
  return reasons;
}

const REASONS = ["stopped", "agent", "refused", "confirmation"] as const satisfies readonly DelayReason[];

const FIXES: Readonly<Record<DelayReason, string>> = {
  stopped:
    "End what stops the number (number-stopped, or npm run wa -- doctor): these answers then leave by themselves.",
  agent: "The agent does not answer: npm run wa -- doctor checks key and agent; docs/runbook.md#agentfailing",
  refused: "The provider refuses for a while and the answer is tried again: docs/runbook.md#replieswaiting",
  confirmation: "It is not known whether the answer arrived: docs/runbook.md#sendsunknown",
};
const WORDS: Readonly<Record<DelayReason, string>> = {
  stopped: "the number sends nothing",
  agent: "the agent fails",
  refused: "the provider refused it for now",
  confirmation: "no confirmation came",
};

/** One for each reason, the most frequent first. */
export function judgeLateAnswers({ atLeast, reasons }: LateAnswers): Trouble[] {
  return REASONS.flatMap((why) => {
    const found = reasons[why];
    return found ? [{ why, ...found }] : [];
  })
    .toSorted((one, other) => other.customers - one.customers)
    .map(({ why, customers, oldestSince }) => ({
      kind: "answers-late",
      level: "problem",
      since: oldestSince,
      count: customers,
      ...(atLeast && { atLeast }),
      what: `${whoWaits(customers, atLeast)} for an answer, because ${WORDS[why]}.`,
      fix: FIXES[why],
    }));
}
