import { activeSendBlock, conversationIdsOf } from "../../../domain/conversation/conversation.ts";
import { DONE } from "../../ports/command-result.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next, RELOAD } from "../../ports/next.ts";
import { saveAlways } from "../../ports/save-always.ts";
import { handOverOutside } from "../../sending/hand-over-outside.ts";
import { isForEverybody, isOutside, positionOf, rolloutOf } from "../../sending/outside-rollout.ts";
import { endPending } from "../end-messages.ts";
import { type AtNumber, idsOf } from "../situation.ts";
import { withoutUnanswered } from "../unanswered-turn.ts";

/** Customers whom the bot does not answer yet get nothing, or a person, and no word of the bot. */
export async function judgeRollout(engine: Engine, start: AtNumber): Promise<Next<AtNumber>> {
  const rollout = rolloutOf(engine, start.number, start.rollout);
  if (isForEverybody(rollout)) return next(start);
  const rolloutPosition = positionOf(engine, start.state);
  const state = { ...start.state, progress: { ...start.state.progress, rolloutPosition } };
  const at = { ...start, state };
  const isBlocked = activeSendBlock(state, engine.clock.now()) !== undefined || at.switchedOff;
  if (at.pending.length === 0 || isBlocked || !isOutside(engine, at.number, rollout, state)) return next(at);
  if (rollout.others === "handoff") return handOver(engine, at);
  await saveAlways(engine.conversations, withoutUnanswered(state));
  await endPending(engine, at, { kind: "ignored", reason: "outside-rollout" });
  return DONE;
}

async function handOver(engine: Engine, { state, pending, number }: AtNumber): Promise<Next<AtNumber>> {
  const { conversations, turnIdFor } = engine;
  const { conversation } = state;
  await handOverOutside(engine, { conversation, number: number.name, id: turnIdFor(pending[0]?.id ?? "") });
  await saveAlways(conversations, withoutUnanswered(state));
  await conversations.end(conversationIdsOf(state), idsOf(pending), { kind: "handed-off" });
  return RELOAD;
}
