import type { Content } from "./inbound.ts";

const list = (parts: readonly (string | undefined)[], separator = ", ") => parts.filter((part) => part?.trim()).join(separator);

const MEDIA = {
  image: "photo",
  video: "video",
  audio: "audio file",
  voice: "voice note",
  document: "document",
  sticker: "sticker",
} as const;

/** Without words of the customer's own the agent must be told that it cannot go by the content, or it would invent one. */
function mediaText({ media, filename, caption }: Content & { kind: "media" }): string {
  if (caption?.trim()) return list([`[${MEDIA[media]}]`, filename, caption], " ");
  const unseen = media === "voice" || media === "audio" ? "cannot be listened to here" : "cannot be looked at here";
  return media === "sticker" ? "[sticker]" : list([`[${MEDIA[media]}: ${unseen}; ask the customer to say it in words]`, filename], " ");
}

/** What reaches the agent of one message: its text, or one plain line that says what came. */
export function agentText(content: Content): string {
  switch (content.kind) {
    case "text":
    case "button":
      return content.text;
    case "choice":
      return list([content.title, content.description], ": ");
    case "form":
      return `[form filled in] ${content.responseJson}`;
    case "call-permission":
      return `[call permission: ${content.response}]`;
    case "media":
      return mediaText(content);
    case "location":
      return `[location] ${list([content.name, content.address, `${content.latitude}, ${content.longitude}`])}`;
    case "contacts":
      return `[contact] ${list(
        content.contacts.map((contact) => list([contact.name, ...contact.phones, ...contact.emails])),
        "; ",
      )}`;
    case "order":
      return `[order] ${list([
        ...content.items.map(
          (item) =>
            `${item.quantity} x ${item.product}${item.price === undefined ? "" : ` at ${item.price} ${item.currency ?? ""}`.trimEnd()}`,
        ),
        content.note,
      ])}`;
    case "reaction":
      return `[reaction] ${content.emoji ?? "removed"}`;
    case "edit":
      return `[edited] ${content.text ?? ""}`.trimEnd();
    case "revoke":
      return "[deleted a message]";
    case "identity-change":
    case "opt-out":
      return `[${content.kind}]`;
    case "echo":
      return content.text ?? `[${content.what}]`;
    case "unsupported":
      return "[a message of a kind that cannot be read here]";
  }
}
