import type { ConversationState } from "../conversation/conversation.ts";
import type { DeferredPart, DeferredReply, Progress } from "../conversation/progress.ts";
import { omitUndefined } from "../omit-undefined.ts";
import type { ReplyPart, Turn } from "./turn.ts";

/** An echo of our own message comes within seconds, if at all. */
const MAX_SENT_IDS = 20;

/** Newest last. */
export const mergeSentIds = (older: readonly string[], newer: readonly string[]): readonly string[] =>
  [...new Set([...older, ...newer])].slice(-MAX_SENT_IDS);

const contentOf = ({ text, options, media }: ReplyPart): ReplyPart => ({
  text,
  ...omitUndefined({ options, media }),
});

const isSame = (one: ReplyPart, other: ReplyPart) =>
  one.text === other.text && one.media?.url === other.media?.url;

/** Only the agent's reply: staff see that theirs failed. */
function deferredOf(turn: Turn | undefined): DeferredReply | undefined {
  if (turn?.ending.kind !== "deferred" || turn.by) return undefined;
  const parts = turn.parts.flatMap((part, index): DeferredPart[] => {
    if (part.state === "accepted") return [];
    const { attempts } = part;
    return [{ ...contentOf(part), ...(attempts > 0 && { sent: { turn: turn.id, part: index, attempts } }) }];
  });
  return parts.length > 0 ? { turn: turn.id, parts, at: turn.startedAt } : undefined;
}

/** More would not be worth reading so late. */
const MAX_PARTS = 10;

/** Waits for the customer's next message, after an older one that waits as well. */
export function deferredReply({
  turn,
  progress,
}: Pick<ConversationState, "turn" | "progress">): DeferredReply | undefined {
  const [older, latest] = [progress?.deferredReply, deferredOf(turn)];
  if (!older || !latest || older.turn === latest.turn) return latest ?? older;
  return { ...latest, parts: [...older.parts, ...latest.parts].slice(-MAX_PARTS) };
}

/**
 * Adds a part of an older turn that failed late, at its place in the answer. `id`: of the whole reply when
 * nothing waits yet.
 */
export function withLateFailure(
  waiting: DeferredReply | undefined,
  { parts, startedAt }: Turn,
  index: number,
  id: string,
): DeferredReply {
  const already = waiting?.parts ?? [];
  const others = already.filter((waits) => !parts.some((part) => isSame(part, waits)));
  const mine = parts.filter((part, at) => at === index || already.some((waits) => isSame(part, waits)));
  return { turn: id, at: startedAt, ...waiting, parts: [...others, ...mine.map(contentOf)] };
}

export function progressAfterTurn({
  turn,
  progress = {},
}: Pick<ConversationState, "turn" | "progress">): Progress {
  const sentIds = mergeSentIds(
    progress.sentIds ?? [],
    (turn?.parts ?? []).flatMap(({ id }) => id ?? []),
  );
  const deferred = deferredReply({ ...omitUndefined({ turn }), progress });
  return {
    ...progress,
    ...(sentIds.length > 0 && { sentIds }),
    ...omitUndefined({ deferredReply: deferred }),
  };
}

/** By its id, or, while the provider's response is awaited, by its text; a file may have none. */
export function isOwnMessage(
  { turn, progress }: Pick<ConversationState, "turn" | "progress">,
  message: { id: string; text: string | undefined },
): boolean {
  if (progress?.sentIds?.includes(message.id)) return true;
  return (turn?.parts ?? []).some(
    ({ id, state, text }) =>
      id === message.id ||
      (id === undefined && state !== "pending" && state !== "cancelled" && text === (message.text ?? "")),
  );
}
