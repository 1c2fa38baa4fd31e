import type { Content } from "./inbound.ts";

const list = (parts: readonly (string | undefined)[], separator = ", ") => parts.filter((part) => part?.trim()).join(separator);

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
      return list(
        [
          `[${content.media === "voice" ? "voice note" : content.media === "image" ? "photo" : content.media}]`,
          content.filename,
          content.caption,
        ],
        " ",
      );
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
    case "unsupported":
      return "[a message of a kind that cannot be read here]";
  }
}
