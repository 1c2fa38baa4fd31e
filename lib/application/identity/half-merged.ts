import {
  type ConversationState,
  conversationIdsOf,
  type PendingMessage,
} from "../../domain/conversation/conversation.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Engine } from "../ports/engine.ts";
import type { Loaded } from "../ports/ports.ts";

/**
 * A worker died while it merged the found one into this one, or into one that has been merged into this one
 * since. The phone may have another owner by now.
 */
export const isHalfMerged = (found: ConversationState, into: ConversationState): boolean =>
  found.movedTo !== undefined &&
  conversationIdsOf(into).includes(found.movedTo) &&
  !into.mergedFrom?.includes(found.conversation);

/** By user id and phone. A note of new ids names no phone. */
export const isNamedByBoth = ({ customer: { userId, phone } }: PendingMessage): boolean =>
  Boolean(userId && phone);

/**
 * Those that are to be merged into this conversation. The message that a dead worker had in hand waits for a
 * repeat and names the phone; meanwhile others may have come or been merged.
 */
export async function findHalfMerged(
  { conversations, conversationFor }: Pick<Engine, "conversations" | "conversationFor">,
  { state, pending }: Loaded,
  number: NumberName,
): Promise<readonly ConversationId[]> {
  const { sessionId, mergedFrom } = state;
  // Without a merge the session tells that the first contact has ended, which had joined them all.
  if (sessionId !== undefined && !mergedFrom) return [];
  const byPhone = pending
    .filter(isNamedByBoth)
    .map(({ customer: { phone = "" } }) => conversationFor(number, { phone }));
  const ids = new Set(byPhone);
  // A first contact looks the newest one up anyway.
  const newest = byPhone.at(-1);
  if (sessionId === undefined && newest) ids.delete(newest);
  const unknown = [...ids].filter((id) => !mergedFrom?.includes(id));
  const found = await Promise.all(unknown.map((id) => conversations.load(id)));
  return unknown.filter((_, index) => {
    const other = found[index];
    return other && isHalfMerged(other.state, state);
  });
}
