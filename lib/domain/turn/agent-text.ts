import type { Attachment, Content } from "../inbound/inbound.ts";
import { agentNote, quotedText, withoutNoteMarks } from "./agent-note.ts";

const joined = (parts: readonly (string | undefined)[], separator = ", ") =>
  parts.filter((part) => part?.trim()).join(separator);

const MEDIA_NAMES: Readonly<Record<Attachment["media"], string>> = {
  image: "photo",
  video: "video",
  audio: "audio file",
  voice: "voice note",
  document: "document",
  sticker: "sticker",
  contact: "contact card",
};

/** Completes "cannot be … here". */
const CANNOT_BE: Readonly<Record<Attachment["media"], string>> = {
  image: "seen",
  video: "seen",
  sticker: "seen",
  audio: "heard",
  voice: "heard",
  document: "opened",
  contact: "opened",
};

/** The customer's own `words`, what the message is, and advice to the agent about it. */
type Description = { what?: string; advice?: string; words?: string };

/** Without the advice the agent would invent the content, also beside a caption. */
function describeMedia({ media, filename, caption, more = [] }: Content & { kind: "media" }): Description {
  const name = filename ? `${MEDIA_NAMES[media]} ${quotedText(filename)}` : MEDIA_NAMES[media];
  const verbs = new Set([media, ...more.map((other) => other.media)].map((kind) => CANNOT_BE[kind]));
  const unavailable = `cannot be ${[...verbs].join(" or ")} here`;
  const request = caption?.trim()
    ? "ask the customer about it where these words are not enough"
    : "ask the customer to say in words what it is about";
  return {
    what: [name, ...more.map((other) => MEDIA_NAMES[other.media])].join(" + "),
    advice: media === "sticker" && more.length === 0 ? unavailable : `${unavailable}; ${request}`,
    ...(caption?.trim() && { words: caption }),
  };
}

function orderItem({
  quantity,
  product,
  price,
  currency,
}: (Content & { kind: "order" })["items"][number]): string {
  return `${quantity} x ${product}${price === undefined ? "" : ` at ${price} ${currency ?? ""}`.trimEnd()}`;
}

function describe(content: Content): Description {
  switch (content.kind) {
    case "text":
    case "button":
      return { words: content.text };
    case "choice":
      return { words: joined([content.title, content.description], ": ") };
    case "form":
      return { what: "form filled in", words: content.responseJson };
    case "call-permission":
      return { what: "answer to the request for permission to call", words: content.response };
    case "media":
      return describeMedia(content);
    case "location":
      return {
        what: "location",
        words: joined([content.name, content.address, `${content.latitude}, ${content.longitude}`]),
      };
    case "contacts": {
      const cards = content.contacts.map(({ name, phones, emails, details = [] }) =>
        joined([name, ...phones, ...emails, ...details]),
      );
      const known = content.contacts.some(
        ({ phones, emails, details = [] }) => [...phones, ...emails, ...details].length > 0,
      );
      return {
        what: "contact",
        ...(!known && { advice: "what is on the card is not known here" }),
        words: joined(cards, "; "),
      };
    }
    case "order":
      return { what: "order", words: joined([...content.items.map(orderItem), content.note]) };
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

/** The customer's words, and a note where they do not say what was sent. */
export function agentText(content: Content): string {
  const { what, advice, words = "" } = describe(content);
  const own = withoutNoteMarks(words);
  return what === undefined
    ? own
    : joined([agentNote(withoutNoteMarks(joined([what, advice], ": "))), own], " ");
}

/** What the agent reads of a message that it cannot see, hear or open; `undefined` for others. */
export const agentReading = (content: Content): string | undefined =>
  describe(content).advice === undefined ? undefined : agentText(content);

export function transcriptText(content: Content): string {
  const { what, words = "" } = describe(content);
  return what === undefined ? words : joined([`[${what}]`, words], " ");
}
