import {
  accountRateBackoffMs,
  closedWindowBackoffMs,
  MAX_SEND_ATTEMPTS,
  MAX_THROTTLED_MS,
  pairRateBackoffMs,
  SPAM_PAUSE_MS,
  suspensionBackoffMs,
  suspensionCheckMs,
  THROTTLE_PAUSE_MS,
  throttledIntervalMs,
  transientBackoffMs,
} from "../../domain/backoff.ts";
import type { OptOutScope } from "../../domain/consent/consent-change.ts";
import { isWindowOpen } from "../../domain/conversation/window.ts";
import { linkInsteadOf, withLinkInstead } from "../../domain/turn/link-instead.ts";
import type { Outcome } from "../../domain/turn/outcome.ts";
import { cancelOpenParts, withPart } from "../../domain/turn/turn.ts";
import { type RetryAfter, retryAfter } from "../ports/command-result.ts";
import type { Engine, StateWithTurn } from "../ports/engine.ts";
import { queueWakeUp } from "../ports/queue-wake-up.ts";
import { saveAlways } from "../ports/save-always.ts";
import type { FailureAction } from "../ports/sender.ts";
import { countFailure } from "./count-failure.ts";
import { failureClass } from "./failure-class.ts";

/** It certainly did not reach the customer, unless `mayHaveArrived`. */
export type FailedAttempt = { state: StateWithTurn; index: number; code: string; mayHaveArrived?: boolean };

export type FailureActionResult = { kind: "givenUp" | "replaced"; state: StateWithTurn } | RetryAfter;

/**
 * The part waits to be sent again; or its file is replaced by a link, to be sent now; or it and all that
 * follow are given up.
 */
export async function applyFailureAction(
  engine: Engine,
  failed: FailedAttempt,
  action: FailureAction,
): Promise<FailureActionResult> {
  const { clock, rules } = engine;
  const { state, code } = failed;
  const { turn } = state;
  const { attempts, excused } = attemptsOf(failed);
  const tries = attempts - excused;
  const fail = () => replaceFile(engine, failed) ?? giveUp(engine, failed, { kind: "failed", reason: code });
  await report(engine, failed, action);
  switch (action) {
    case "never":
      return fail();
    case "template": {
      // Meta reports a closed window now and then although it is open.
      const delayMs =
        !turn.anytime && isWindowOpen(state.lastInboundAt ?? 0, clock.now())
          ? closedWindowBackoffMs(tries)
          : undefined;
      return delayMs === undefined
        ? giveUp(engine, failed, { kind: "deferred", reason: "window" })
        : waitAfterRefusal(engine, failed, delayMs);
    }
    case "opted-out":
      return applyOptOut(engine, failed, "all");
    case "no-templates":
      return applyOptOut(engine, failed, rules.marketingStop);
    case "stop":
      return suspendNumber(
        engine,
        failed,
        suspensionBackoffMs(turn.startedAt, clock.now()),
        await refusedCredentials(engine, failed),
      );
    case "spam":
      return suspendNumber(engine, failed, SPAM_PAUSE_MS);
    case "rest":
      return suspendNumber(engine, failed, accountRateBackoffMs(engine.random()));
    case "soon":
      return tries >= MAX_SEND_ATTEMPTS
        ? fail()
        : waitAfterRefusal(engine, failed, transientBackoffMs(tries));
    case "later":
      return tries >= MAX_SEND_ATTEMPTS ? fail() : waitAfterRefusal(engine, failed, pairRateBackoffMs(tries));
    case "slow":
      return clock.now() - turn.startedAt > MAX_THROTTLED_MS ? fail() : waitForSendSlot(engine, failed);
  }
}

function attemptsOf({ state, index }: FailedAttempt): { attempts: number; excused: number } {
  const { attempts = 1, excused = 0 } = state.turn.parts[index] ?? {};
  return { attempts, excused };
}

async function report(engine: Engine, failed: FailedAttempt, action: FailureAction): Promise<void> {
  const { telemetry, numberNamed } = engine;
  const { state, index, code } = failed;
  const { conversation, turn } = state;
  const cause = numberNamed(turn.number)?.failureCause(code) ?? "business";
  telemetry.count("SendRefused", 1, { number: turn.number, class: failureClass(action, cause) });
  // Both set off the same alarm: a person must look at the number.
  const isStopped = action === "stop" || action === "spam";
  const { attempts } = attemptsOf(failed);
  const facts = {
    conversation,
    turn: turn.id,
    part: index,
    attempts,
    code,
    failureAction: isStopped ? "stop" : action,
  };
  telemetry[isStopped ? "error" : "warn"]("send.refused", facts);
  if (cause === "business" && action !== "opted-out" && action !== "no-templates")
    await countFailure(engine, turn.number, { kind: "send", code, conversation: state.conversation });
}

/** Not for a reason that lies with the recipient: the link would fail as well. */
function replaceFile(
  { conversations, numberNamed, telemetry }: Engine,
  { state, index, code, mayHaveArrived = false }: FailedAttempt,
): Promise<FailureActionResult> | undefined {
  const { conversation, turn } = state;
  const link = linkInsteadOf(turn, turn.parts[index]);
  if (!link || mayHaveArrived || numberNamed(turn.number)?.failureCause(code) === "recipient")
    return undefined;
  telemetry.warn("send.link-instead", { conversation, turn: turn.id, part: index, code });
  return saveAlways(conversations, { ...state, turn: withLinkInstead(turn, index, link) }).then((saved) => ({
    kind: "replaced",
    state: saved,
  }));
}

async function giveUp(
  { conversations }: Engine,
  { state, index, code }: FailedAttempt,
  ending: Outcome,
): Promise<FailureActionResult> {
  const turn = cancelOpenParts(withPart(state.turn, index, { state: "failed", code }), ending);
  return { kind: "givenUp", state: await saveAlways(conversations, { ...state, turn }) };
}

async function waitAfterRefusal(
  { conversations, clock }: Engine,
  failed: FailedAttempt,
  delayMs: number,
): Promise<RetryAfter> {
  const { state, index } = failed;
  const { excused } = attemptsOf(failed);
  const turn = {
    ...withPart(state.turn, index, { state: "pending", excused }),
    notBefore: clock.now() + delayMs,
  };
  await saveAlways(conversations, { ...state, turn });
  return retryAfter(delayMs, "refused");
}

/**
 * Suspends the whole number: its other customers need not find out for themselves. Conversations that wait
 * look now and then whether it was fixed. The attempt does not count, and the suspension replaces
 * `notBefore`.
 */
async function suspendNumber(
  engine: Engine,
  failed: FailedAttempt,
  pauseMs: number,
  credentials?: string,
): Promise<RetryAfter> {
  const { conversations, clock } = engine;
  const { state, index, code } = failed;
  const now = clock.now();
  await conversations.suspendNumber(state.turn.number, now + pauseMs, code, credentials);
  const { notBefore: _, ...turn } = withPart(state.turn, index, {
    state: "pending",
    excused: attemptsOf(failed).excused + 1,
  });
  await saveAlways(conversations, { ...state, turn });
  return retryAfter(Math.min(pauseMs, suspensionCheckMs(now, now)), "stopped");
}

/** Refused parts return one after the other. The attempt does not count. */
async function waitForSendSlot(
  { conversations, clock, numberNamed }: Engine,
  failed: FailedAttempt,
): Promise<RetryAfter> {
  const { state, index } = failed;
  const { number } = state.turn;
  const now = clock.now();
  const slotAt = await conversations.reserveSendSlot(
    number,
    now + THROTTLE_PAUSE_MS,
    throttledIntervalMs(numberNamed(number)?.messagesPerSecond ?? 80),
  );
  const delayMs = slotAt - now;
  const excused = attemptsOf(failed).excused + 1;
  const turn = {
    ...withPart(state.turn, index, { state: "pending", excused }),
    notBefore: clock.now() + delayMs,
  };
  await saveAlways(conversations, { ...state, turn });
  return retryAfter(delayMs, "refused");
}

/** Also has the current ones read: they may be new. */
async function refusedCredentials(engine: Engine, { state }: FailedAttempt): Promise<string | undefined> {
  const used = await engine
    .numberNamed(state.turn.number)
    ?.credentials?.()
    .catch(() => undefined);
  engine.invalidateSecrets?.();
  return used;
}

/** The provider knows of an opt-out that we did not. It also blocks what else waits. */
async function applyOptOut(
  engine: Engine,
  failed: FailedAttempt,
  scope: OptOutScope,
): Promise<FailureActionResult> {
  const { controls, clock, turnQueue } = engine;
  const { conversation, turn } = failed.state;
  await controls.changeConsent(conversation, {
    id: `refused-${turn.id}`,
    action: "stop",
    scope,
    source: "refusal",
    at: clock.now(),
  });
  // The wake-up publishes it now: the customer may never write again.
  await queueWakeUp(turnQueue, conversation, turn.number);
  return giveUp(engine, failed, { kind: "failed", reason: failed.code });
}
