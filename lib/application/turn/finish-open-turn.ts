import { activeSendBlock, type PendingMessage } from "../../domain/conversation/conversation.ts";
import type { ConversationId } from "../../domain/ids.ts";
import { cancelOpenParts, isSettled } from "../../domain/turn/turn.ts";
import type { RetryAfter } from "../ports/command-result.ts";
import type { Engine, StateWithTurn } from "../ports/engine.ts";
import { saveAlways } from "../ports/save-always.ts";
import { concludeTurn, type FinishedTurn } from "../sending/conclude-turn.ts";
import { finishTurn } from "../sending/finish-turn.ts";
import { endingFor, sendBlocksOf } from "../sending/save-unless-blocked.ts";

type OpenTurn = { state: StateWithTurn; pending: readonly PendingMessage[]; deadline: number };

/**
 * `nothingOpen`: the earlier attempt's turn had ended, with its messages.
 * `linkedTo`: the conversation that this one now belongs to; its send blocks count too.
 */
export async function finishOpenTurn(
  engine: Engine,
  { state, pending, deadline }: OpenTurn,
  linkedTo?: ConversationId,
): Promise<FinishedTurn | { kind: "nothingOpen" } | RetryAfter> {
  const { turn } = state;
  if (isSettled(turn)) {
    const isOpen = turn.reopened || pending.some(({ id }) => turn.messages.includes(id));
    return isOpen ? { kind: "finished", state: await finishTurn(engine, state) } : { kind: "nothingOpen" };
  }
  const number = engine.numberNamed(turn.number);
  if (!number)
    return cancel(engine, state, cancelOpenParts(turn, { kind: "failed", reason: "number-not-configured" }));
  const linked = linkedTo && (await engine.conversations.load(linkedTo)).state;
  const block = linked && activeSendBlock(linked, engine.clock.now(), sendBlocksOf(turn));
  if (block) return cancel(engine, state, cancelOpenParts(turn, endingFor(block)));
  return concludeTurn(engine, { state, number, deadline });
}

async function cancel(
  engine: Engine,
  state: StateWithTurn,
  turn: StateWithTurn["turn"],
): Promise<FinishedTurn> {
  const saved = await saveAlways(engine.conversations, { ...state, turn });
  return { kind: "finished", state: await finishTurn(engine, saved) };
}
