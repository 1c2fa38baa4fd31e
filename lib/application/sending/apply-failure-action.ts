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
import type { Outcome } from "../../domain/conversation/conversation.ts";
import { isWindowOpen } from "../../domain/conversation/window.ts";
import { cancelOpenParts, withPart } from "../../domain/turn/turn.ts";
import { type Engine, type StateWithTurn, saveAlways } from "../ports/engine.ts";
import type { FailureAction } from "../ports/ports.ts";
import { queueWakeUp } from "../ports/queue-wake-up.ts";
import { failureClass } from "./failure-class.ts";

export type FailureActionResult = { state: StateWithTurn; wait?: { milliseconds: number; why: "refused" | "stopped" } };

/**
 * Does what a part's failure asks for, once it is certain that the attempt did not reach the customer:
 * the part waits to be sent again, or it and all that follow are given up.
 */
export const applyFailureActionWith = (
  engine: Pick<
    Engine,
    "conversations" | "controls" | "clock" | "random" | "telemetry" | "rules" | "numberNamed" | "invalidateSecrets" | "turnQueue"
  >,
) => {
  const { conversations, controls, clock, random, telemetry, rules, numberNamed, turnQueue } = engine;
  return async (state: StateWithTurn, index: number, code: string, failureAction: FailureAction): Promise<FailureActionResult> => {
    const { conversation, turn } = state;
    const number = numberNamed(turn.number);
    const part = turn.parts[index];
    const attempts = part?.attempts ?? 1;
    const excused = part?.excused ?? 0;
    telemetry.count("SendRefused", 1, {
      number: turn.number,
      class: failureClass(failureAction, number?.failureCause(code) ?? "business"),
    });
    // Both ring the same alarm: a person must look at the number.
    const isStopped = failureAction === "stop" || failureAction === "spam";
    const facts = { conversation, turn: turn.id, part: index, attempts, code, failureAction: isStopped ? "stop" : failureAction };
    telemetry[isStopped ? "error" : "warn"]("send.refused", facts);

    const giveUp = async (ending: Outcome): Promise<FailureActionResult> => ({
      state: await saveAlways(conversations, { ...state, turn: cancelOpenParts(withPart(turn, index, { state: "failed", code }), ending) }),
    });
    /** `excuse`: it was not the part's fault. `notBefore`: absent where the number's hold says when. */
    const wait = async (
      milliseconds: number,
      why: "refused" | "stopped",
      { excuse = false, own = true } = {},
    ): Promise<FailureActionResult> => {
      const { notBefore: _, ...waiting } = withPart(turn, index, { state: "pending", excused: excuse ? excused + 1 : excused });
      const saved = await saveAlways(conversations, {
        ...state,
        turn: { ...waiting, ...(own && { notBefore: clock.now() + milliseconds }) },
      });
      return { state: saved, wait: { milliseconds, why } };
    };
    /** The number's other customers need not find out for themselves. Whoever waits looks now and then whether a person has mended it. */
    const holdNumber = async (milliseconds: number, credentials?: string): Promise<FailureActionResult> => {
      const now = clock.now();
      await conversations.suspendNumber(turn.number, now + milliseconds, code, credentials);
      return wait(Math.min(milliseconds, suspensionCheckMs(now, now)), "stopped", { excuse: true, own: false });
    };
    /** Every refused part takes a place of its own in the number's line: they return one after the other, however many wait. */
    const reserveSendSlot = async (): Promise<FailureActionResult> => {
      const now = clock.now();
      const place = await conversations.reserveSendSlot(
        turn.number,
        now + THROTTLE_PAUSE_MS,
        throttledIntervalMs(number?.messagesPerSecond ?? 80),
      );
      return wait(place - now, "refused", { excuse: true });
    };
    /** What was refused may be replaced by now: it is remembered, then looked for anew. */
    const refusedCredentials = async (): Promise<string | undefined> => {
      const used = await number?.credentials?.().catch(() => undefined);
      engine.invalidateSecrets?.();
      return used;
    };

    /** The provider knows of a wish that we did not: it is kept, and what else waits is silenced by it. */
    const heed = async (scope: OptOutScope): Promise<FailureActionResult> => {
      await controls.changeConsent(conversation, { id: `refused-${turn.id}`, action: "stop", scope, source: "refusal", at: clock.now() });
      // The business is told of it now: the customer may never write again.
      await queueWakeUp(turnQueue, conversation, turn.number);
      return giveUp({ kind: "failed", reason: code });
    };

    const tries = attempts - excused;
    const exhausted = tries >= MAX_SEND_ATTEMPTS;
    const failed = () => giveUp({ kind: "failed", reason: code });
    switch (failureAction) {
      case "never":
        return failed();
      case "template": {
        // Meta says so now and then of a window that is open.
        const again = !turn.anytime && isWindowOpen(state.lastInboundAt ?? 0, clock.now()) ? closedWindowBackoffMs(tries) : undefined;
        return again === undefined ? giveUp({ kind: "held", reason: "window" }) : wait(again, "refused");
      }
      case "opted-out":
        return heed("all");
      case "no-templates":
        return heed(rules.marketingStop);
      case "stop":
        return holdNumber(suspensionBackoffMs(turn.startedAt, clock.now()), await refusedCredentials());
      case "spam":
        return holdNumber(SPAM_PAUSE_MS);
      case "rest":
        return holdNumber(accountRateBackoffMs(random()));
      case "soon":
        return exhausted ? failed() : wait(transientBackoffMs(tries), "refused");
      case "later":
        return exhausted ? failed() : wait(pairRateBackoffMs(tries), "refused");
      case "slow":
        return clock.now() - turn.startedAt > MAX_THROTTLED_MS ? failed() : reserveSendSlot();
    }
  };
};
