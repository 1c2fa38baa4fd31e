import type { ConversationState } from "../conversation/conversation.ts";
import type { DeferredPart, DeferredReply, Progress } from "../conversation/progress.ts";
import type { Part, ReplyPart, Turn } from "./turn.ts";

/** Provider ids that are remembered: an echo of a message of ours comes within seconds, if at all. */
const MAX_SENT_IDS = 20;

/** The ids of messages that have left, the newer ones at the end. */
export const mergeSentIds = (older: readonly string[], newer: readonly string[]): readonly string[] =>
  [...new Set([...older, ...newer])].slice(-MAX_SENT_IDS);

const contentOf = ({ text, options }: Part): ReplyPart => ({ text, ...(options && { options }) });

/** What a turn could not say because the customer service window was closed. Only the agent's words are kept: people see that theirs did not leave. */
function deferredOf(turn: Turn | undefined): DeferredReply | undefined {
  if (turn?.ending.kind !== "held" || turn.by) return undefined;
  const parts = turn.parts.flatMap((part, index): DeferredPart[] => {
    if (part.state === "accepted") return [];
    const { attempts } = part;
    return [{ ...contentOf(part), ...(attempts > 0 && { sent: { turn: turn.id, part: index, attempts } }) }];
  });
  return parts.length > 0 ? { turn: turn.id, parts, at: turn.startedAt } : undefined;
}

/** More is not worth reading when it comes so late. */
const MAX_PARTS = 10;

/** The reply that waits for the customer's next message, also while its turn is still the conversation's latest. Behind an older one that waits too. */
export function deferredReply({ turn, progress }: Pick<ConversationState, "turn" | "progress">): DeferredReply | undefined {
  const [older, latest] = [progress?.deferredReply, deferredOf(turn)];
  if (!older || !latest || older.turn === latest.turn) return latest ?? older;
  return { ...latest, parts: [...older.parts, ...latest.parts].slice(-MAX_PARTS) };
}

/**
 * The same with a part of an older turn whose failure came late: in its place among the parts of the same answer, behind what waits already.
 * `name`: what the whole is called when nothing waits yet.
 */
export function withLateFailure(
  waiting: DeferredReply | undefined,
  { parts, startedAt }: Turn,
  index: number,
  name: string,
): DeferredReply {
  const already = waiting?.parts ?? [];
  const others = already.filter(({ text }) => !parts.some((part) => part.text === text));
  const mine = parts.filter(({ text }, at) => at === index || already.some((part) => part.text === text));
  return { turn: name, at: startedAt, ...waiting, parts: [...others, ...mine.map(contentOf)] };
}

/** What must be remembered of a turn before another one replaces it. */
export function progressAfterTurn({ turn, progress = {} }: Pick<ConversationState, "turn" | "progress">): Progress {
  const sentIds = mergeSentIds(
    progress.sentIds ?? [],
    (turn?.parts ?? []).flatMap(({ id }) => id ?? []),
  );
  const held = deferredReply({ ...(turn && { turn }), progress });
  return { ...progress, ...(sentIds.length > 0 && { sentIds }), ...(held && { deferredReply: held }) };
}

/** Whether a message that left the business's number is one of ours: by its id, or, while its response is still awaited, by its words. */
export function isOwnMessage(
  { turn, progress }: Pick<ConversationState, "turn" | "progress">,
  message: { id: string; text: string | undefined },
): boolean {
  if (progress?.sentIds?.includes(message.id)) return true;
  return (turn?.parts ?? []).some(
    ({ id, state, text }) =>
      id === message.id || (id === undefined && state !== "pending" && state !== "cancelled" && text === message.text),
  );
}
