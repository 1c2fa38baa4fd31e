import { omitUndefined } from "../omit-undefined.ts";
import { singleLine } from "../single-line.ts";
import { transcriptText } from "../turn/agent-text.ts";
import { partText } from "../turn/part-text.ts";
import { withAutomatic } from "./automatic-echoes.ts";
import type { ChatMessage, UnlinkedMessage } from "./chat-message.ts";
import { parseChatMessageId } from "./chat-message-id.ts";
import { inboundMessage, isHidden } from "./inbound-messages.ts";
import type { KeptChat } from "./kept-chat.ts";
import { ourMessages } from "./our-messages.ts";

const MAX_QUOTED = 200;

const inOrder = (a: UnlinkedMessage, b: UnlinkedMessage) =>
  a.at - b.at || a.arrivedAt - b.arrivedAt || (a.id < b.id ? -1 : 1);

/** By the provider's ids. */
function textsById({ messages, turns }: KeptChat): ReadonlyMap<string, string> {
  const parts = turns.flatMap((turn) => turn.parts);
  return new Map([
    ...parts.flatMap((part) => (part.id ? [[part.id, partText(part)] as const] : [])),
    ...messages.map(({ id, content }) => [id, transcriptText(content)] as const),
  ]);
}

/** Oldest first. */
export function chatMessages(kept: KeptChat, now: number): readonly ChatMessage[] {
  const texts = textsById(kept);
  // A message may be kept in two conversations of a customer.
  const shown = withAutomatic(kept.messages.filter((message) => !isHidden(message)));
  const inbound = new Map(shown.map((message) => [message.id, message]));
  return [...[...inbound.values()].map(inboundMessage), ...ourMessages(kept, now)]
    .sort(inOrder)
    .map(({ quotes, arrivedAt: _, ...message }) => {
      const quoted = quotes === undefined ? undefined : texts.get(quotes);
      return { ...message, ...omitUndefined({ quoted: quoted && singleLine(quoted, MAX_QUOTED) }) };
    });
}

export type ChatPage = { messages: readonly ChatMessage[]; more: boolean };

/** The newest messages, or those before `before`. `more`: there are older ones. */
export function chatPage(
  messages: readonly ChatMessage[],
  { before, limit }: { before?: string; limit: number },
): ChatPage | "unknown-message" {
  const end = before === undefined ? messages.length : placeOf(messages, before);
  if (end === undefined) return "unknown-message";
  const start = Math.max(0, end - limit);
  return { messages: messages.slice(start, end), more: start > 0 };
}

/** A missing message still has its time. */
function placeOf(messages: readonly ChatMessage[], id: string): number | undefined {
  const parsed = parseChatMessageId(id);
  if (!parsed) return undefined;
  const place = messages.findIndex((message) => message.id === id);
  if (place >= 0) return place;
  const later = messages.findIndex(({ at }) => at >= parsed.at);
  return later < 0 ? messages.length : later;
}
