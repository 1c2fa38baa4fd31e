import type { Word } from "../../domain/consent/keywords/language-words.ts";
import { isStale } from "../../domain/conversation/window.ts";
import type { ConversationId, MessageId } from "../../domain/ids.ts";
import type { Content } from "../../domain/inbound/inbound.ts";
import type { Controls } from "../ports/control-ports.ts";

export type Heeding = {
  controls: Pick<Controls, "wish" | "keepWish" | "pause">;
  wordOf(content: Content): Word | undefined;
  /** At most 40 characters `[\w-]`, the same for the same message. */
  idFor(message: MessageId): string;
  /** Milliseconds for which the bot keeps quiet once a person is wanted. */
  resumeAfter: number;
  staleAfterHours: number;
};

/** A customer's message as both the edge and the worker know it; `sentAt` in milliseconds since 1970. */
type Spoken = { id: MessageId; content: Content; sentAt: number };

/** What a message asks for: a word of ours, or what the provider itself has dealt with. */
export const wordIn = (content: Content, wordOf: Heeding["wordOf"]): Word | undefined => {
  if (content.kind !== "opt-out") return wordOf(content);
  return content.word === "help" ? undefined : content.word;
};

/**
 * Does at once what a message of one word asks for: no more messages, messages again, or a person. Done by whoever sees the message first,
 * so that an answer in the making is silenced; what follows from it is the worker's. Repeating it changes nothing.
 */
export const heedWordWith =
  ({ controls, wordOf, idFor, resumeAfter, staleAfterHours }: Heeding) =>
  async (
    conversation: ConversationId,
    { id, content, sentAt }: Spoken,
    now: number,
    /** Other ids by which the customer may be written to. */
    names: readonly ConversationId[] = [],
  ): Promise<Word | undefined> => {
    const word = wordIn(content, wordOf);
    if (word === "stop" || word === "start") {
      const source = content.kind === "opt-out" ? "provider" : "word";
      const change = { id: idFor(id), wish: word, scope: "all", source, at: sentAt } as const;
      await controls.wish(conversation, change);
      for (const name of names) await controls.keepWish(name, change);
    }
    // Whoever asked for a person days ago has found another way, or asks again.
    if (word === "human" && !isStale(sentAt, now, staleAfterHours))
      await controls.pause(
        conversation,
        { id: idFor(id), reason: "asked", since: Math.min(sentAt, now), origin: conversation },
        now + resumeAfter,
      );
    return word;
  };
