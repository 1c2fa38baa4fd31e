import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import type { ConversationId } from "../../domain/ids.ts";
import {
  type ActivityEntry,
  describeActivity,
  isUnchanged,
  lastMessageAt,
  mergedCountOf,
  type News,
  type ShownMessage,
} from "../../domain/inbox/activity-entry.ts";
import { isListed } from "../../domain/inbox/row-state.ts";
import type { Activity } from "../ports/activity.ts";
import type { History } from "../ports/history.ts";
import type { Clock } from "../ports/ports.ts";
import { retryOnConflict } from "../ports/retry-on-conflict.ts";
import { transcriptOf } from "../ports/transcript.ts";

export type NoteActivityDeps = { activity: Activity; history: Pick<History, "transcript">; clock: Clock };

/**
 * Brings the inbox's entry of a conversation up to its state, and returns that state. Writes only what has
 * changed; removes the entry of a conversation that was erased or has moved. Depends on no earlier attempt:
 * what `news` does not tell after a crash is read. Safe to repeat, also by several at once.
 */
export function noteActivity(
  deps: NoteActivityDeps,
  conversation: ConversationId,
  news?: News,
): Promise<ConversationState> {
  const { activity, clock } = deps;
  return retryOnConflict(async () => {
    // Before the state: a writer with an older state then finds that the entry has changed.
    const known = await activity.find(conversation);
    const state = await stateOf(activity, conversation);
    if (!isListed(state)) {
      if (known) await activity.remove(conversation);
      return state;
    }
    const next = describeActivity(state, known, news, await messageToShow(deps, state, known, news));
    if (known && isUnchanged(known, next)) return state;
    // Before the entry tells that they are gone.
    if ((next.merged ?? 0) !== (known?.merged ?? 0))
      await Promise.all((state.mergedFrom ?? []).map((merged) => activity.remove(merged)));
    const changedAt = Math.max(clock.now(), (known?.changedAt ?? 0) + 1);
    if (!(await activity.save({ ...next, changedAt, revision: 0 }, known))) return undefined;
    // An erasure in between has found no entry to remove.
    if (!known && !isListed(await stateOf(activity, conversation))) await activity.remove(conversation);
    return state;
  });
}

async function stateOf(activity: Activity, conversation: ConversationId): Promise<ConversationState> {
  const [state] = await activity.states([conversation]);
  return state ?? { conversation, version: 0 };
}

/** `undefined` while the entry shows the newest message, and all that is known of it. */
async function messageToShow(
  { history }: NoteActivityDeps,
  state: ConversationState,
  known: ActivityEntry | undefined,
  news: News | undefined,
): Promise<ShownMessage | undefined> {
  const told = news?.text === undefined ? undefined : { at: news.at, text: news.text };
  const at = Math.max(lastMessageAt(state), told?.at ?? 0);
  // A conversation that has been merged into this one may have a newer message.
  const isMerged = mergedCountOf(state) !== (known?.merged ?? 0);
  // Of a voice note more may be known by now.
  const isSame = news !== undefined && news.at === known?.textAt;
  if (at <= (known?.textAt ?? 0) && !isMerged && !isSame) return undefined;
  const [sent] = state.turn ? transcriptOf([], [state.turn], 1) : [];
  const inHand = isMerged ? undefined : [sent, told].find((each) => each !== undefined && each.at >= at);
  // What the state tells of may not be recorded yet, or not sent.
  const message = inHand ?? (await history.transcript(conversationIdsOf(state), 1)).at(-1);
  return message && message.at >= (known?.textAt ?? 0) ? { at: message.at, text: message.text } : undefined;
}
