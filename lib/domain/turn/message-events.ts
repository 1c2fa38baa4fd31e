import type { BusinessEvent } from "../business-event.ts";
import type { PendingMessage } from "../conversation/conversation.ts";
import type { ConversationId } from "../ids.ts";
import { omitUndefined } from "../omit-undefined.ts";
import { transcriptText } from "./agent-text.ts";
import { partText } from "./part-text.ts";
import { disclosedText, type Turn } from "./turn.ts";

const NO_MESSAGE: ReadonlySet<string> = new Set(["identity-change", "reaction", "edit", "revoke"]);

/** Changes of older messages do not count. */
export const isMessage = ({ content }: Pick<PendingMessage, "content">): boolean =>
  !NO_MESSAGE.has(content.kind);

/** `reference`: our own for the message, because Meta's ids hold the phone number. */
export const receivedEvent = (
  conversation: ConversationId,
  { content, sentAt, number }: PendingMessage,
  reference: string,
  isFull: boolean,
): BusinessEvent => ({
  type: "message.received",
  // Without the conversation, which may change before a repeat.
  id: `${reference}.received`,
  conversation,
  number,
  detail: {
    message: reference,
    kind: content.kind,
    at: sentAt,
    from: "customer",
    ...(isFull && { text: transcriptText(content) }),
  },
});

/** `author`: the member of staff who wrote a reply. */
export const sentEvents = (
  conversation: ConversationId,
  { id, number, parts, by, outbound }: Turn,
  isFull: boolean,
  author?: string,
): BusinessEvent[] =>
  parts.flatMap(({ state, text, disclosure, sendingAt, template, media }, part) =>
    state === "accepted"
      ? [
          {
            type: "message.sent" as const,
            id: `${conversation}.sent.${id}.${part}`,
            conversation,
            number,
            detail: {
              turn: id,
              part,
              kind: template ? "template" : (media?.kind ?? "text"),
              at: sendingAt,
              by: by ?? "agent",
              ...(outbound !== undefined && { outbound }),
              ...(isFull && {
                text: disclosedText(disclosure, partText({ text, ...omitUndefined({ template, media }) })),
              }),
              ...(isFull && author !== undefined && { author }),
            },
          },
        ]
      : [],
  );

/** For storing with the state: it holds nobody's text or name. */
export function withoutContent(event: BusinessEvent): BusinessEvent {
  const { text: _, author: __, ...detail } = event.detail;
  return { ...event, detail };
}
