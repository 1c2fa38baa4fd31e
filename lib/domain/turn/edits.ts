import type { PendingMessage } from "../conversation/conversation.ts";
import type { MessageId } from "../ids.ts";
import type { Content } from "../inbound/inbound.ts";

export type EditedMessages = {
  messages: readonly PendingMessage[];
  /** Edits that changed one of the messages: they end together with it. */
  edits: readonly MessageId[];
  withoutAnswer: readonly { message: PendingMessage; reason: "revoked" | "revoke" | "edit" }[];
};

function applyEdit(content: Content, text: string): Content {
  if (content.kind === "text") return { ...content, text };
  return content.kind === "media" ? { ...content, caption: text } : content;
}

/**
 * Edits and deletions of messages already answered need no answer.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 * (edit, revoke, system)
 */
export function applyEdits(pending: readonly PendingMessage[]): EditedMessages {
  const originals = pending.filter(
    ({ content }) =>
      content.kind !== "edit" && content.kind !== "revoke" && content.kind !== "identity-change",
  );
  const messages = new Map<string, PendingMessage>(originals.map((message) => [message.id, message]));
  let edits: PendingMessage[] = [];
  const withoutAnswer: EditedMessages["withoutAnswer"][number][] = [];
  const drop = (message: PendingMessage, reason: "revoked" | "revoke" | "edit") =>
    void withoutAnswer.push({ message, reason });
  // Second pass: an edit or deletion of the same second may be listed before its original.
  for (const message of pending) {
    const { content } = message;
    if (content.kind === "edit") {
      const original = messages.get(content.original);
      if (original && content.text !== undefined) {
        messages.set(content.original, { ...original, content: applyEdit(original.content, content.text) });
        edits.push(message);
      } else drop(message, "edit");
    } else if (content.kind === "revoke") {
      const original = messages.get(content.original);
      if (original) drop(original, "revoked");
      messages.delete(content.original);
      const outdated = edits.filter(
        ({ content: edit }) => edit.kind === "edit" && edit.original === content.original,
      );
      edits = edits.filter((edit) => !outdated.includes(edit));
      for (const edit of outdated) drop(edit, "edit");
      drop(message, "revoke");
    }
  }
  return { messages: [...messages.values()], edits: edits.map(({ id }) => id), withoutAnswer };
}
