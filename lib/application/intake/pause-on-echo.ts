import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import type { ConversationId, MessageId, NumberName } from "../../domain/ids.ts";
import {
  hasBotAnsweredBetween,
  isLongEnoughToCompare,
  isSentToMany,
  isTooFastForPerson,
  type MessageTimes,
} from "../../domain/inbound/automatic-text.ts";
import { isOwnMessage } from "../../domain/turn/deferred-reply.ts";
import type { Controls, RepeatedTexts } from "../ports/control-ports.ts";
import type { Ledger } from "../ports/ports.ts";
import { extendPause } from "./extend-pause.ts";

type Ports = {
  controls: Pick<Controls, "read" | "pause" | "extend">;
  ledger: Pick<Ledger, "newestWaiting">;
  repeatedTexts: Pick<RepeatedTexts, "note">;
  /** A keyed hash: the words themselves are not kept. */
  textHashOf(number: NumberName, text: string): string;
  idFor(message: MessageId): string;
  /** Milliseconds for which the bot keeps quiet. */
  resumeAfterMs: number;
};

/** `isText`: words alone, as automatic texts are. */
type Echo = { id: MessageId; number: NumberName; text: string | undefined; isText: boolean; sentAt: number };

/**
 * A message left the business's number that was not sent by us: a person wrote it from the WhatsApp Business app, and has the conversation from then on.
 * "ours" when it was sent by us after all; "automatic" when the app itself has sent it: a greeting, an away message, a broadcast.
 * Repeating it changes nothing.
 */
export const noticeEchoWith = ({ controls, ledger, repeatedTexts, textHashOf, idFor, resumeAfterMs }: Ports) => {
  async function isAutomatic(state: ConversationState, echo: Echo, textHash: string, arrivedAt: number) {
    const { conversation, turn, lastInboundAt } = state;
    const { number, text = "", sentAt } = echo;
    const [waiting, customers] = await Promise.all([
      Promise.all(conversationIdsOf(state).map((conversation) => ledger.newestWaiting(conversation))),
      isLongEnoughToCompare(text) ? repeatedTexts.note(number, textHash, conversation) : 0,
    ]);
    if (isSentToMany(customers)) return true;
    const written: MessageTimes[] = [...waiting.flat(), ...(lastInboundAt ? [{ sentAt: lastInboundAt }] : [])];
    return written.some((message) => isTooFastForPerson({ sentAt, arrivedAt }, message) && !hasBotAnsweredBetween(turn, echo, message));
  }

  return async (conversation: ConversationId, echo: Echo, now: number): Promise<"ours" | "person" | "automatic"> => {
    const state = await controls.read(conversation);
    if (isOwnMessage(state, echo)) return "ours";
    const { id, text, isText, number, sentAt } = echo;
    // An earlier delivery has begun the pause and died: somebody must still be told of it.
    if (state.handoff?.id === idFor(id)) return "person";
    const textHash = isText && text !== undefined ? textHashOf(number, text) : undefined;
    if (textHash !== undefined && (await isAutomatic(state, echo, textHash, now))) return "automatic";
    const resumeAt = sentAt + resumeAfterMs;
    // Delivered days late: whoever wrote it has long gone.
    if (resumeAt <= now) return "person";
    const handoff = {
      id: idFor(id),
      reason: "app",
      since: sentAt,
      by: "app",
      quiet: true,
      origin: conversation,
      ...(textHash !== undefined && { textHash, noticedAt: now }),
    } as const;
    await extendPause(controls, handoff, resumeAt);
    return "person";
  };
};

export type NoticeEcho = ReturnType<typeof noticeEchoWith>;
