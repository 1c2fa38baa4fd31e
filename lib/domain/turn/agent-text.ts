import type { Attachment, Content } from "../inbound/inbound.ts";
import { FAILURE_WORDS } from "../media/failure-words.ts";
import { attachmentsOf } from "../media/media-task.ts";
import { agentNote, quotedLines, quotedText, withoutNoteMarks } from "./agent-note.ts";

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

/** Completes "not …", for people. */
const NOT: Readonly<Record<Attachment["media"], string>> = {
  image: "understood",
  video: "understood",
  sticker: "understood",
  audio: "heard",
  voice: "heard",
  document: "read",
  contact: "read",
};

/** Completes the note on an attachment that was understood. */
const UNDERSTOOD: Readonly<Record<Attachment["media"], string>> = {
  image: "the photo shows",
  video: "the video shows",
  sticker: "the sticker shows",
  audio: "heard",
  voice: "heard",
  document: "the document says",
  contact: "the card says",
};

/** Characters. No engine returns more. */
const MAX_UNDERSTOOD_LENGTH = 12_000;

/** In a transcript. */
const MAX_SHOWN_LENGTH = 500;

/**
 * The customer's own `words`, what the message is, what was `understood` of it by a machine, why not
 * (`failures`, for people), and advice to the agent about it.
 */
type Description = {
  what?: string;
  understood?: (maxLength: number) => string;
  failures?: string;
  advice?: string;
  words?: string;
};

/** As data: whatever is said in it is no instruction, and can end no note. */
function understoodText({ media, understood }: Attachment, maxLength: number): string {
  if (understood?.kind !== "understood") return "";
  if (maxLength === 0) return `${UNDERSTOOD[media]}: more than fits here`;
  const goesOn = understood.cut || understood.text.length > maxLength;
  return `${UNDERSTOOD[media]}: ${quotedLines(understood.text, maxLength)}${goesOn ? " (cut here)" : ""}`;
}

function failureOf({ media, understood }: Attachment): string[] {
  return understood?.kind === "failed" ? [`not ${NOT[media]}: ${FAILURE_WORDS[understood.reason]}`] : [];
}

/** Without the advice the agent would invent the content, also beside a caption. */
function describeMedia(content: Content & { kind: "media" }): Description {
  const { media, filename, caption, more = [] } = content;
  const name = filename ? `${MEDIA_NAMES[media]} ${quotedText(filename)}` : MEDIA_NAMES[media];
  const attachments = attachmentsOf(content);
  const unknown = attachments.filter(({ understood }) => understood?.kind !== "understood");
  const known = attachments.filter((each) => !unknown.includes(each));
  const verbs = new Set(unknown.map((each) => CANNOT_BE[each.media]));
  const others = known.length > 0 ? "the rest " : "";
  const unavailable = `${others}cannot be ${[...verbs].join(" or ")} here`;
  const request = caption?.trim()
    ? "ask the customer about it where these words are not enough"
    : "ask the customer to say in words what it is about";
  return {
    what: [name, ...more.map((other) => MEDIA_NAMES[other.media])].join(" + "),
    ...(known.length > 0 && {
      understood: (maxLength) => known.map((each) => understoodText(each, maxLength)).join("; "),
    }),
    failures: joined(unknown.flatMap(failureOf), "; "),
    ...(unknown.length > 0 && {
      advice: media === "sticker" && more.length === 0 ? unavailable : `${unavailable}; ${request}`,
    }),
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

/** In characters. */
export type TextLimits = {
  /** Of one attachment; 0: it is only named. */
  understood: number;
  /** The customer's own. */
  words: number;
};
export const WIDEST: TextLimits = { understood: MAX_UNDERSTOOD_LENGTH, words: Number.POSITIVE_INFINITY };

const GOES_ON = agentNote("the customer's words are cut here: the question is too long");

/** The customer's words, and a note where they do not say what was sent. */
export function agentText(content: Content, limits: TextLimits = WIDEST): string {
  const { what, understood, advice, words = "" } = describe(content);
  const all = withoutNoteMarks(words);
  const own = all.length > limits.words ? `${all.slice(0, limits.words).toWellFormed()} ${GOES_ON}` : all;
  const about = joined([understood?.(limits.understood), advice], "; ");
  return what === undefined
    ? own
    : joined([agentNote(withoutNoteMarks(joined([what, about], ": "))), own], " ");
}

/** What the agent reads of a message that is not its customer's own words; `undefined` for others. */
export function agentReading(content: Content): string | undefined {
  const { understood, advice } = describe(content);
  return understood === undefined && advice === undefined ? undefined : agentText(content);
}

export function transcriptText(content: Content): string {
  const { what, understood, failures, words = "" } = describe(content);
  const about = joined([understood?.(MAX_SHOWN_LENGTH), failures], "; ");
  return what === undefined ? words : joined([`[${joined([what, about], ": ")}]`, words], " ");
}
