import type { Attachment, Content } from "../inbound/inbound.ts";
import { agentNote, quotedText, withoutNoteMarks } from "./agent-note.ts";

const list = (parts: readonly (string | undefined)[], separator = ", ") => parts.filter((part) => part?.trim()).join(separator);

const NAMES: Readonly<Record<Attachment["media"], string>> = {
  image: "photo",
  video: "video",
  audio: "audio file",
  voice: "voice note",
  document: "document",
  sticker: "sticker",
  contact: "contact card",
};

/** What the agent cannot do with it. */
const SENSES: Readonly<Record<Attachment["media"], string>> = {
  image: "seen",
  video: "seen",
  sticker: "seen",
  audio: "heard",
  voice: "heard",
  document: "opened",
  contact: "opened",
};

/** A message as told by others: what it is, what the agent must know about it, and the customer's own words. */
type Described = { what?: string; advice?: string; words?: string };

/** The agent must be told that it does not know the content, or it would invent one: also beside a caption, which does not tell everything. */
function describedMedia({ media, filename, caption, more = [] }: Content & { kind: "media" }): Described {
  const name = filename ? `${NAMES[media]} ${quotedText(filename)}` : NAMES[media];
  const senses = new Set([media, ...more.map((other) => other.media)].map((kind) => SENSES[kind]));
  const unknown = `cannot be ${[...senses].join(" or ")} here`;
  const failureAction = caption?.trim()
    ? "ask the customer about it where these words are not enough"
    : "ask the customer to say in words what it is about";
  return {
    what: [name, ...more.map((other) => NAMES[other.media])].join(" + "),
    advice: media === "sticker" && more.length === 0 ? unknown : `${unknown}; ${failureAction}`,
    ...(caption?.trim() && { words: caption }),
  };
}

function orderItem({ quantity, product, price, currency }: (Content & { kind: "order" })["items"][number]): string {
  return `${quantity} x ${product}${price === undefined ? "" : ` at ${price} ${currency ?? ""}`.trimEnd()}`;
}

function described(content: Content): Described {
  switch (content.kind) {
    case "text":
    case "button":
      return { words: content.text };
    case "choice":
      return { words: list([content.title, content.description], ": ") };
    case "form":
      return { what: "form filled in", words: content.responseJson };
    case "call-permission":
      return { what: "answer to the request for permission to call", words: content.response };
    case "media":
      return describedMedia(content);
    case "location":
      return { what: "location", words: list([content.name, content.address, `${content.latitude}, ${content.longitude}`]) };
    case "contacts": {
      const cards = content.contacts.map(({ name, phones, emails, details = [] }) => list([name, ...phones, ...emails, ...details]));
      const known = content.contacts.some(({ phones, emails, details = [] }) => [...phones, ...emails, ...details].length > 0);
      return { what: "contact", ...(!known && { advice: "what is on the card is not known here" }), words: list(cards, "; ") };
    }
    case "order":
      return { what: "order", words: list([...content.items.map(orderItem), content.note]) };
    case "reaction":
      return { what: "reaction", words: content.emoji ?? "removed" };
    case "edit":
      return { what: "edited", words: content.text ?? "" };
    case "revoke":
      return { what: "deleted a message" };
    case "identity-change":
    case "opt-out":
      return { what: content.kind };
    case "echo":
      if (content.what === "edit") return { what: "edited", words: content.text ?? "" };
      if (content.what === "revoke") return { what: "deleted a message" };
      return content.text === undefined ? { what: content.what } : { words: content.text };
    case "unsupported":
      return {
        what: "message that WhatsApp did not pass on",
        advice: "its content is not known here; ask the customer to send it again, or to say it in words",
      };
  }
}

/** What reaches the agent of one message: the customer's words, and a note where the words alone would not tell what came. */
export function agentText(content: Content): string {
  const { what, advice, words = "" } = described(content);
  const own = withoutNoteMarks(words);
  return what === undefined ? own : list([agentNote(withoutNoteMarks(list([what, advice], ": "))), own], " ");
}

/** The same for people: without what is meant for the agent. */
export function transcriptText(content: Content): string {
  const { what, words = "" } = described(content);
  return what === undefined ? words : list([`[${what}]`, words], " ");
}
