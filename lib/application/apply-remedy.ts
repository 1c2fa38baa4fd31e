import { MAX_SEND_ATTEMPTS, pairBackoff, slowBackoff, soonBackoff, stoppedBackoff } from "../domain/backoff.ts";
import type { Outcome } from "../domain/conversation.ts";
import type { OptOutScope } from "../domain/opt-out.ts";
import { cancelRest, withPart } from "../domain/turn.ts";
import { type Engine, type StateWithTurn, saveAlways } from "./engine.ts";
import { failureClass } from "./failure-class.ts";
import type { Remedy } from "./ports.ts";
import { wake } from "./wake.ts";

export type Remedied = { state: StateWithTurn; wait?: { milliseconds: number; why: "refused" | "stopped" } };

/**
 * Does what a part's failure asks for, once it is certain that the attempt did not reach the customer:
 * the part waits to be sent again, or it and all that follow are given up.
 */
export const applyRemedyWith =
  ({
    conversations,
    controls,
    clock,
    random,
    telemetry,
    rules,
    numberNamed,
    turnQueue,
  }: Pick<Engine, "conversations" | "controls" | "clock" | "random" | "telemetry" | "rules" | "numberNamed" | "turnQueue">) =>
  async (state: StateWithTurn, index: number, code: string, remedy: Remedy): Promise<Remedied> => {
    const { conversation, turn } = state;
    const part = turn.parts[index];
    const attempts = part?.attempts ?? 1;
    const excused = part?.excused ?? 0;
    telemetry.count("SendRefused", 1, {
      number: turn.number,
      class: failureClass(remedy, numberNamed(turn.number)?.failureCause(code) ?? "business"),
    });
    telemetry[remedy === "stop" ? "error" : "warn"]("send.refused", { conversation, turn: turn.id, part: index, attempts, code, remedy });

    const giveUp = async (ending: Outcome): Promise<Remedied> => ({
      state: await saveAlways(conversations, { ...state, turn: cancelRest(withPart(turn, index, { state: "failed", code }), ending) }),
    });
    const retry = async (milliseconds: number, why: "refused" | "stopped", whole?: "number"): Promise<Remedied> => {
      // The other customers of the number need not find out for themselves.
      if (whole) await conversations.hold(turn.number, clock.now() + milliseconds, code);
      // That a number cannot send is not the part's fault.
      const waiting = withPart(turn, index, { state: "pending", excused: why === "stopped" ? excused + 1 : excused });
      const saved = await saveAlways(conversations, { ...state, turn: { ...waiting, notBefore: clock.now() + milliseconds } });
      return { state: saved, wait: { milliseconds, why } };
    };

    /** The provider knows of a wish that we did not: it is kept, and what else waits is silenced by it. */
    const heed = async (scope: OptOutScope): Promise<Remedied> => {
      await controls.wish(conversation, { id: `refused-${turn.id}`, wish: "stop", scope, source: "refusal", at: clock.now() });
      // The business is told of it now: the customer may never write again.
      await wake(turnQueue, conversation, turn.number);
      return giveUp({ kind: "failed", reason: code });
    };

    const tries = attempts - excused;
    const exhausted = tries >= MAX_SEND_ATTEMPTS;
    switch (remedy) {
      case "never":
        return giveUp({ kind: "failed", reason: code });
      case "template":
        return giveUp({ kind: "held", reason: "window" });
      case "opted-out":
        return heed("all");
      case "no-templates":
        return heed(rules.marketingStop);
      case "stop":
        return retry(stoppedBackoff(turn.startedAt, clock.now()), "stopped", "number");
      case "soon":
        return exhausted ? giveUp({ kind: "failed", reason: code }) : retry(soonBackoff(tries), "refused");
      case "later":
        return exhausted ? giveUp({ kind: "failed", reason: code }) : retry(pairBackoff(tries), "refused");
      case "slow":
        return exhausted ? giveUp({ kind: "failed", reason: code }) : retry(slowBackoff(tries, random()), "refused", "number");
    }
  };
