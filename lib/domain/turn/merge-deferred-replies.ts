import type { ConversationState } from "../conversation/conversation.ts";
import type { EveryField } from "../conversation/fields.ts";
import type { Progress } from "../conversation/progress.ts";
import { omitUndefined } from "../omit-undefined.ts";
import { deferredReply, joinDeferred, replyIdsOf, withoutReplies } from "./deferred-reply.ts";

type Side = Pick<ConversationState, "turn" | "progress">;

/** So that a merge that is repeated late brings none of them back. */
const MAX_DELIVERED = 10;

/** Newest last. All that were delivered together are kept. */
export const mergeDelivered = (older: readonly string[], newer: readonly string[]): readonly string[] =>
  [...new Set([...older, ...newer])].slice(-Math.max(MAX_DELIVERED, newer.length));

function wasReengaged(side: Side): boolean {
  const reply = deferredReply(side);
  return reply !== undefined && side.progress?.reengagedFor === reply.turn;
}

/** All that waits in either goes out, once, and one template brings the customer back for it. */
export function mergeDeferredReplies(
  own: Side,
  other: Side,
): EveryField<Pick<Progress, "deferredReply" | "delivered" | "reengagedFor">> {
  const delivered = mergeDelivered(other.progress?.delivered ?? [], own.progress?.delivered ?? []);
  const mine = withoutReplies(own.progress?.deferredReply, delivered);
  const known = mine ? replyIdsOf(mine) : [];
  const theirs = withoutReplies(deferredReply(other), [...delivered, ...known]);
  const [older, latest] = mine && theirs && theirs.at > mine.at ? [mine, theirs] : [theirs, mine];
  const joined = older && latest ? joinDeferred(older, latest, mine?.turn) : (mine ?? theirs);
  const held = deferredReply({
    ...omitUndefined({ turn: own.turn }),
    progress: omitUndefined({ deferredReply: joined }),
  });
  const isSent = wasReengaged(own) || (theirs !== undefined && wasReengaged(other));
  return {
    deferredReply: joined,
    delivered: delivered.length > 0 ? delivered : undefined,
    reengagedFor: held && (isSent ? held.turn : own.progress?.reengagedFor),
  };
}
