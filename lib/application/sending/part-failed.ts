import { conversationIdsOf } from "../../domain/conversation/conversation.ts";
import type { NumberName } from "../../domain/ids.ts";
import { type Turn, withPart } from "../../domain/turn/turn.ts";
import { resolveConversation } from "../identity/identities.ts";
import type { BusinessNumber, Engine, StateWithTurn } from "../ports/engine.ts";
import { applyFailureAction } from "./apply-failure-action.ts";
import { deliveryConfirmationOf } from "./delivery-confirmation.ts";
import { type FailedPart, recordLateFailure } from "./late-failure.ts";

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
  { reference, code }: FailedPart,
  number: BusinessNumber,
): Promise<void> {
  const index = reference.part;
  const part = state.turn.parts[index];
  // A later attempt's own statuses decide.
  if (!part || part.attempts !== reference.attempt) return;
  if (part.state !== "accepted") return;
  const confirmation = await deliveryConfirmationOf(engine.deliveries, state, index);
  if (confirmation && confirmation.state !== "failed") return; // another attempt arrived
  const reopened: Turn = { ...withPart(state.turn, index, { state: "sending" }), reopened: true };
  await applyFailureAction(
    engine,
    { state: { ...state, turn: reopened }, index, code },
    number.failureActionFor(code),
  );
}
