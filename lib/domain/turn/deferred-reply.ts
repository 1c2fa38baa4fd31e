import type { ConversationState } from "../conversation/conversation.ts";
import type { DeferredPart, DeferredReply, Progress } from "../conversation/progress.ts";
import { knownDisclosures } from "../disclosure/disclosure.ts";
import { textWithLink } from "../media/media-file.ts";
import { omitUndefined } from "../omit-undefined.ts";
import { type ReplyPart, sentText, type Turn } from "./turn.ts";
import { withinRoom } from "./waiting-parts.ts";

/** An echo of our own message comes within seconds, if at all. */
const MAX_SENT_IDS = 20;

/** Newest last. */
export const mergeSentIds = (older: readonly string[], newer: readonly string[]): readonly string[] =>
  [...new Set([...older, ...newer])].slice(-MAX_SENT_IDS);

/** Whether it needs a disclosure is judged when it is sent. */
const contentOf = ({ text, options, media, of }: DeferredPart): DeferredPart => ({
  text,
  ...omitUndefined({ options, media, of }),
});

/** Also when only its link waits. */
const isOf = (part: ReplyPart, waits: ReplyPart) =>
  part.media && !waits.media
    ? waits.text === textWithLink(part.text, part.media)
    : waits.text === part.text && waits.media?.url === part.media?.url;

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

/** Each names the reply that it belongs to. */
const deferredPartsOf = ({ turn, parts }: DeferredReply) => parts.map((part) => ({ of: turn, ...part }));

/** Of all whose parts wait, or were left out; the last is its own. */
export const replyIdsOf = (reply: DeferredReply): readonly string[] => [
  ...(reply.leftOut ?? []),
  ...deferredPartsOf(reply).map(({ of }) => of),
];

/** `undefined` when nothing is left. */
export function withoutReplies(
  reply: DeferredReply | undefined,
  ids: readonly string[],
): DeferredReply | undefined {
  const parts = reply?.parts.filter(({ of = reply.turn }) => !ids.includes(of)) ?? [];
  return reply && parts.length > 0 ? { ...reply, parts } : undefined;
}

/** They wait under one id. */
export const joinDeferred = (
  older: DeferredReply,
  latest: DeferredReply,
  turn = latest.turn,
): DeferredReply =>
  withinRoom({
    turn,
    parts: [...deferredPartsOf(older), ...deferredPartsOf(latest)],
    at: Math.max(older.at, latest.at),
    ...((older.isSoon || latest.isSoon) && { isSoon: true }),
    ...((older.leftOut || latest.leftOut) && {
      leftOut: [...new Set([...(older.leftOut ?? []), ...(latest.leftOut ?? [])])],
    }),
  });

/** Waits for the customer's next message, after an older one that waits as well. */
export function deferredReply({
  turn,
  progress,
}: Pick<ConversationState, "turn" | "progress">): DeferredReply | undefined {
  const latest = deferredOf(turn);
  if (!latest) return progress?.deferredReply;
  const older = withoutReplies(progress?.deferredReply, [latest.turn]);
  return older ? joinDeferred(older, latest) : latest;
}

/** `id`: of the whole reply when nothing waits yet. `index`: its place in the answer. */
type LatePart = { id: string; index: number; part: ReplyPart; isSoon: boolean };

/** Adds a part of an older turn that failed late, at its place in the answer. */
export function withLateFailure(
  waiting: DeferredReply | undefined,
  { parts, startedAt }: Turn,
  { id, index, part: failed, isSoon }: LatePart,
): DeferredReply {
  const already = waiting?.parts ?? [];
  const others = already.filter((waits) => !parts.some((part) => isOf(part, waits)));
  const mine = parts.flatMap((part, at) => {
    const waits = at === index ? { ...failed, of: id } : already.find((each) => isOf(part, each));
    return waits ? contentOf(waits) : [];
  });
  return withinRoom({
    turn: id,
    at: startedAt,
    ...waiting,
    ...(isSoon && { isSoon }),
    parts: [...others, ...mine],
  });
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
  const disclosures = knownDisclosures(turn, progress.disclosures);
  const sentAt = Math.max(
    progress.lastSentAt ?? 0,
    ...(turn?.parts ?? []).map(({ sendingAt = 0 }) => sendingAt),
  );
  return {
    ...progress,
    ...(sentAt > 0 && { lastSentAt: sentAt }),
    ...(sentIds.length > 0 && { sentIds }),
    ...(disclosures.length > 0 && { disclosures }),
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
    ({ id, state, ...part }) =>
      id === message.id ||
      (id === undefined &&
        state !== "pending" &&
        state !== "cancelled" &&
        sentText(part) === (message.text ?? "")),
  );
}
