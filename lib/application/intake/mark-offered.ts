import type { Keyword } from "../../domain/consent/keywords/language-keywords.ts";
import { canBeOffered, isOffered } from "../../domain/consent/keywords/offered.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { Content, InboundMessage } from "../../domain/inbound/inbound.ts";
import type { Controls } from "../ports/control-ports.ts";
import type { Ledger, Recorded } from "../ports/ports.ts";

type Ports = {
  controls: Pick<Controls, "read">;
  ledger: Pick<Ledger, "recordedContent">;
  detectKeyword(content: Content): Keyword | undefined;
};

/**
 * Decides whether a keyword answers what our own latest message offered, and notes it in the content that is recorded, so that edge and worker
 * read the same. The state is read only for a message that is a keyword, which few are.
 */
export const decideOfferWith = ({ controls, ledger, detectKeyword }: Ports) => ({
  async decide(conversation: ConversationId, { content, quoted }: InboundMessage, sentAt: number): Promise<Content> {
    const word = detectKeyword(content);
    if (!word || !canBeOffered(content)) return content;
    const { turn } = await controls.read(conversation);
    const answer = { content, sentAt, ...(quoted !== undefined && { quoted }) };
    return isOffered(answer, word, turn) ? { ...content, offered: true } : content;
  },

  /** Of a repeat, what the first delivery has decided: what the bot has said since changes nothing. */
  async decided(conversation: ConversationId, { id, content }: InboundMessage, recorded: Recorded): Promise<Content | undefined> {
    const isRepeatedKeyword = recorded === "unanswered" && detectKeyword(content) !== undefined;
    return isRepeatedKeyword ? ledger.recordedContent(conversation, id) : undefined;
  },
});
