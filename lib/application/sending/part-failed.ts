import { conversationIdsOf } from "../../domain/conversation/conversation.ts";
import type { NumberName } from "../../domain/ids.ts";
import { type Turn, withPart } from "../../domain/turn/turn.ts";
import { resolveConversation } from "../identity/identities.ts";
import type { BusinessNumber, Engine, StateWithTurn } from "../ports/engine.ts";
import { saveAlways } from "../ports/save-always.ts";
import { applyFailureAction } from "./apply-failure-action.ts";
import { type FailedPart, failureOfPart } from "./delivery-confirmation.ts";
import { recordLateFailure } from "./late-failure.ts";

/**
 * An accepted part was not delivered. Sends it again where that may help, else ends the turn as failed or
 * deferred (`Outcome`) and publishes it. The caller goes on with the conversation, at the returned number.
 * Safe to repeat.
 */
export async function partFailed(engine: Engine, failed: FailedPart): Promise<NumberName | undefined> {
  const { conversations, links, numberNamed } = engine;
  const { conversation, turn: turnId } = failed.reference;
  const { state } = await conversations.load(conversation);
  const { turn, movedTo } = state;
  const number = turn && numberNamed(turn.number);
  if (turn?.id === turnId && number && !movedTo) await reopenPart(engine, { ...state, turn }, failed, number);
  else {
    const current = movedTo && (await conversations.load(await resolveConversation(links, conversation)));
    // When the merge has only begun, the other conversation does not know this one's messages yet.
    await recordLateFailure(engine, current ? current.state : state, conversationIdsOf(state), failed);
  }
  return turn?.number ?? state.number;
}

async function reopenPart(
  engine: Engine,
  state: StateWithTurn,
  failed: FailedPart,
  number: BusinessNumber,
): Promise<void> {
  const index = failed.reference.part;
  if (state.turn.parts[index]?.state !== "accepted") return;
  const failure = await failureOfPart(engine.deliveries, state, failed);
  if (!failure) return;
  const reopened: Turn = { ...withPart(state.turn, index, { state: "sending" }), reopened: true };
  if (failure.isUnknown) {
    // As after any unknown outcome: the grace period, then the next attempt.
    await saveAlways(engine.conversations, { ...state, turn: reopened });
    return;
  }
  const { code } = failure;
  await applyFailureAction(
    engine,
    { state: { ...state, turn: reopened }, index, code },
    number.failureActionFor(code),
  );
}
