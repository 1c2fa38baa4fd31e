import type { LedgerEntry } from "../../lib/application/ports/ports.ts";
import { type ConversationId, conversationId, messageId, numberName } from "../../lib/domain/ids.ts";
import type { Content, InboundMessage } from "../../lib/domain/inbound/inbound.ts";

let counter = 0;
/** A name that no other test of the run uses. */
export const unique = (prefix: string) => `${prefix}${process.pid}-${++counter}`;

export const aConversation = (): ConversationId => conversationId(unique("conv-"));

/** To the Meta number. */
export const aText = (change: Partial<InboundMessage> & { text?: string } = {}): InboundMessage => {
  const { text = "Do you ship to Canada?", ...rest } = change;
  return {
    id: messageId(unique("wamid.")),
    provider: "meta",
    businessNumber: "310000000000007",
    customer: { userId: "US.41002003004005006007", phone: "15550177001", profileName: "Dana Test" },
    sentAt: 1_795_430_001_000,
    content: { kind: "text", text },
    ...rest,
  };
};

export const aVoiceNote = (
  change: Partial<Extract<Content, { kind: "media" }>> = {},
): InboundMessage & { content: Content & { kind: "media" } } => ({
  ...aText(),
  content: { kind: "media", media: "voice", mediaId: "1090900000000001", ...change },
});

export const anEntry = (conversation: ConversationId, change: Partial<LedgerEntry> = {}): LedgerEntry => ({
  conversation,
  number: numberName("support"),
  message: aText(),
  arrivedAt: 1_795_430_002_000,
  position: 0,
  ...change,
});
