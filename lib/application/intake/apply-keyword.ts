import type { Keyword } from "../../domain/consent/keywords/language-keywords.ts";
import { isStale } from "../../domain/conversation/window.ts";
import type { ConversationId, MessageId } from "../../domain/ids.ts";
import type { Content } from "../../domain/inbound/inbound.ts";
import type { Controls } from "../ports/control-ports.ts";

export type KeywordPorts = {
  controls: Pick<Controls, "changeConsent" | "keepConsent" | "pause">;
  detectKeyword(content: Content): Keyword | undefined;
  /** At most 40 characters `[\w-]`, the same for the same message. */
  idFor(message: MessageId): string;
  /** Milliseconds for which the bot keeps quiet once a person is wanted. */
  resumeAfterMs: number;
  staleAfterHours: number;
};

/** A customer's message as both the edge and the worker know it; `sentAt` in milliseconds since 1970. */
type CustomerMessage = { id: MessageId; content: Content; sentAt: number };

/** What a message asks for: a word of ours, or what the provider itself has dealt with. */
export const keywordIn = (content: Content, detectKeyword: KeywordPorts["detectKeyword"]): Keyword | undefined => {
  if (content.kind !== "opt-out") return detectKeyword(content);
  return content.word === "help" ? undefined : content.word;
};

/**
 * Does at once what a message of one word asks for: no more messages, messages again, or a person. Done by whoever sees the message first,
 * so that an answer in the making is silenced; what follows from it is the worker's. Repeating it changes nothing.
 */
export const applyKeywordWith =
  ({ controls, detectKeyword, idFor, resumeAfterMs, staleAfterHours }: KeywordPorts) =>
  async (
    conversation: ConversationId,
    { id, content, sentAt }: CustomerMessage,
    now: number,
    /** Other ids by which the customer may be written to. */
    names: readonly ConversationId[] = [],
  ): Promise<Keyword | undefined> => {
    const word = keywordIn(content, detectKeyword);
    if (word === "stop" || word === "start") {
      const source = content.kind === "opt-out" ? "provider" : "word";
      const change = { id: idFor(id), action: word, scope: "all", source, at: sentAt } as const;
      await controls.changeConsent(conversation, change);
      for (const name of names) await controls.keepConsent(name, change);
    }
    // Whoever asked for a person days ago has found another way, or asks again.
    if (word === "human" && !isStale(sentAt, now, staleAfterHours))
      await controls.pause(
        conversation,
        { id: idFor(id), reason: "asked", since: Math.min(sentAt, now), origin: conversation },
        now + resumeAfterMs,
      );
    return word;
  };
