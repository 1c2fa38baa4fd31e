import type { PendingMessage } from "../conversation/conversation.ts";
import type { MessageId } from "../ids.ts";
import type { Content } from "../inbound/inbound.ts";

export type EditedMessages = {
  /** What the customer means to say, after edits and deletions. */
  messages: readonly PendingMessage[];
  /** Edits that changed one of them: they end with it. */
  edits: readonly MessageId[];
  /** What needs no answer any more, by why. */
  spent: readonly { message: PendingMessage; reason: "revoked" | "revoke" | "edit" }[];
};

function edited(content: Content, text: string): Content {
  if (content.kind === "text") return { ...content, text };
  return content.kind === "media" ? { ...content, caption: text } : content;
}

/**
 * Applies edits and deletions to the messages that still wait. Those of messages already answered are spent: nothing is said about them.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages (edit, revoke, system)
 */
export function applyEdits(pending: readonly PendingMessage[]): EditedMessages {
  const said = pending.filter(({ content }) => content.kind !== "edit" && content.kind !== "revoke" && content.kind !== "identity-change");
  const messages = new Map<string, PendingMessage>(said.map((message) => [message.id, message]));
  let edits: PendingMessage[] = [];
  const spent: EditedMessages["spent"][number][] = [];
  const spend = (message: PendingMessage, reason: "revoked" | "revoke" | "edit") => void spent.push({ message, reason });
  // In a second pass: of the same second, an edit or a deletion may be listed before what it is about.
  for (const message of pending) {
    const { content } = message;
    if (content.kind === "edit") {
      const original = messages.get(content.original);
      if (original && content.text !== undefined) {
        messages.set(content.original, { ...original, content: edited(original.content, content.text) });
        edits.push(message);
      } else spend(message, "edit");
    } else if (content.kind === "revoke") {
      const original = messages.get(content.original);
      if (original) spend(original, "revoked");
      messages.delete(content.original);
      const pointless = edits.filter(({ content: edit }) => edit.kind === "edit" && edit.original === content.original);
      edits = edits.filter((edit) => !pointless.includes(edit));
      for (const edit of pointless) spend(edit, "edit");
      spend(message, "revoke");
    }
  }
  return { messages: [...messages.values()], edits: edits.map(({ id }) => id), spent };
}
