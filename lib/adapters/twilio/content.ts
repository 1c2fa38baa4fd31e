import type { Content } from "../../domain/inbound.ts";
import type { Fields } from "./fields.ts";

type Media = Extract<Content, { kind: "media" }>["media"];

const MEDIA_TYPES: readonly (readonly [RegExp, Media])[] = [
  [/^image\/webp/i, "sticker"],
  [/^image\//i, "image"],
  [/^video\//i, "video"],
  [/^audio\/ogg/i, "voice"],
  [/^audio\//i, "audio"],
];
const VCARD = /^text\/(x-)?vcard/i;

const OPT_OUT_WORDS = ["stop", "start", "help"] as const;

function number(value: string | undefined): number | undefined {
  const read = Number(value ?? Number.NaN);
  return Number.isFinite(read) ? read : undefined;
}

function media(field: Fields): Content {
  const contentType = field("MediaContentType0") ?? "";
  const [url, body] = [field("MediaUrl0"), field("Body")];
  // The card itself lies behind the URL.
  if (VCARD.test(contentType)) return { kind: "contacts", contacts: body ? [{ name: body, phones: [], emails: [] }] : [] };
  const told = MEDIA_TYPES.find(([pattern]) => pattern.test(contentType))?.[1] ?? "document";
  // WebP is a sticker, unless Twilio says that it is a picture.
  const kind = told === "sticker" && field("MessageType") === "image" ? "image" : told;
  // Twilio puts a document's file name where other media have their caption.
  const words = body && (kind === "document" ? { filename: body } : { caption: body });
  return { kind: "media", media: kind, ...(url && { mediaId: url }), ...words };
}

function location(field: Fields): Content | undefined {
  const [latitude, longitude] = [number(field("Latitude")), number(field("Longitude"))];
  if (latitude === undefined || longitude === undefined) return undefined;
  const [name, address] = [field("Label"), field("Address")];
  return { kind: "location", latitude, longitude, ...(name && { name }), ...(address && { address }) };
}

/** A tap on a quick reply, an entry chosen from a list, or a form filled in. */
function interactive(field: Fields): Content | undefined {
  const body = field("Body");
  const [buttonText, payload] = [field("ButtonText"), field("ButtonPayload")];
  if (buttonText || payload) return { kind: "button", text: buttonText ?? body ?? payload ?? "", ...(payload && { payload }) };
  const [id, title, description] = [field("ListId"), field("ListTitle"), field("ListDescription")];
  if (id || title) return { kind: "choice", id: id ?? "", title: title ?? body ?? id ?? "", ...(description && { description }) };
  const responseJson = field("FlowData") ?? field("InteractiveData");
  return responseJson ? { kind: "form", responseJson } : undefined;
}

/**
 * What the customer sent, told by the fields that are there; `MessageType` is only a hint.
 * https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function twilioContent(field: Fields): Content {
  const [type, body] = [field("MessageType"), field("Body")];
  const word = OPT_OUT_WORDS.find((each) => each === field("OptOutType")?.toLowerCase());
  if (word) return { kind: "opt-out", word };
  if (type === "reaction") return { kind: "reaction", to: field("OriginalRepliedMessageSid") ?? "", ...(body && { emoji: body }) };
  const told = location(field) ?? interactive(field);
  if (told) return told;
  if ((number(field("NumMedia")) ?? 0) > 0 || field("MediaUrl0")) return media(field);
  return body ? { kind: "text", text: body } : { kind: "unsupported", type: type?.slice(0, 60) ?? "empty" };
}
