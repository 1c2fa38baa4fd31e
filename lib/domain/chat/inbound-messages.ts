import type { Content } from "../inbound/inbound.ts";
import { omitUndefined } from "../omit-undefined.ts";
import { agentReading } from "../turn/agent-text.ts";
import type { Outcome } from "../turn/outcome.ts";
import { chatMedia, textWithoutMedia } from "./chat-media.ts";
import type { UnlinkedMessage } from "./chat-message.ts";
import { chatMessageId, inboundKey } from "./chat-message-id.ts";
import type { KeptMessage } from "./kept-chat.ts";

export const isHidden = ({ content, outcome }: KeptMessage) =>
  content.kind === "identity-change" ||
  (content.kind === "echo" && content.what === "reaction") ||
  // It belongs to the conversation that the customer moved to.
  (outcome?.kind === "ignored" && outcome.reason === "moved");

function kindOf(content: Content): string {
  switch (content.kind) {
    case "media":
      return content.media;
    case "echo":
      return content.what;
    default:
      return content.kind;
  }
}

function quotedBy({ content, quoted }: KeptMessage): string | undefined {
  switch (content.kind) {
    case "reaction":
      return content.to;
    case "edit":
    case "revoke":
      return content.original;
    default:
      return quoted;
  }
}

const authorOf = (content: Content) => {
  if (content.kind !== "echo") return "customer";
  return content.automatic ? "system" : "staff";
};

const endingOf = (outcome: Outcome) =>
  "reason" in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind;

/** Comes from the customer or the Business app. A provider's clock may be ahead of ours. */
export function inboundMessage(message: KeptMessage): UnlinkedMessage {
  const { hash, content, sentAt, arrivedAt, outcome } = message;
  const at = Math.min(sentAt, arrivedAt);
  const media = chatMedia(content);
  const isUnderstood = media?.every(({ understood }) => understood !== undefined) ?? false;
  return {
    id: chatMessageId(at, inboundKey(hash)),
    at,
    arrivedAt,
    from: authorOf(content),
    kind: kindOf(content),
    text: textWithoutMedia(content),
    ...omitUndefined({
      quotes: quotedBy(message),
      media,
      // What was understood of all of it is shown as such.
      agentRead: content.kind === "echo" || isUnderstood ? undefined : agentReading(content),
      status: outcome && content.kind !== "echo" ? endingOf(outcome) : undefined,
    }),
  };
}
