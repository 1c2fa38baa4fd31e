import { MINUTE_MS } from "../../domain/time.ts";
import type { CommandResult, WaitReason } from "../ports/command-result.ts";
import type { Engine } from "../ports/engine.ts";
import type { DelayReason } from "../ports/status-ports.ts";
import type { Situation } from "./situation.ts";

const REASONS: Readonly<Partial<Record<WaitReason, DelayReason>>> = {
  agent: "agent",
  refused: "refused",
  stopped: "stopped",
  confirmation: "confirmation",
};

/** A queue may return the command so much later than asked. */
const LATE_MS = 5 * MINUTE_MS;

/**
 * For the operator's status: notes that a customer waits because the answer must be tried again. Costs
 * nothing while all is well. Its own failure must not delay a turn.
 */
export async function noteDelay(
  { delayedAnswers, clock }: Engine,
  { state, pending }: Situation,
  result: CommandResult,
): Promise<void> {
  const first = pending.find(({ content }) => content.kind !== "identity-change");
  const why = result.kind === "retryAfter" ? REASONS[result.why] : undefined;
  if (!delayedAnswers || !first || !why || result.kind !== "retryAfter") return;
  const { conversation } = state;
  const until = clock.now() + result.delayMs + LATE_MS;
  await delayedAnswers
    .note({ conversation, number: first.number, since: first.arrivedAt, why, until })
    .catch(() => undefined);
}
