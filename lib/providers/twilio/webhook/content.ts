import { errorCode } from "../../../adapters/http/json.ts";
import type { Attachment, Content, MediaKind } from "../../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { Fields } from "./fields.ts";

const MEDIA_TYPES: readonly (readonly [RegExp, MediaKind])[] = [
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

/** Twilio delivers at most ten media per message. */
const MAX_MEDIA = 10;

function attachmentOf(
  contentType: string,
  url: string | undefined,
  messageType: string | undefined,
): Attachment {
  const byType =
    MEDIA_TYPES.find(([pattern]) => pattern.test(contentType))?.[1] ??
    (VCARD.test(contentType) ? "contact" : "document");
  // WebP is a sticker, unless Twilio says that it is an image.
  const media = byType === "sticker" && messageType === "image" ? "image" : byType;
  return { media, ...omitUndefined({ mediaId: url }) };
}

function attachments(field: Fields): readonly Attachment[] {
  const count = Math.min(Math.max(number(field("NumMedia")) ?? 0, 1), MAX_MEDIA);
  return Array.from(
    { length: count },
    (_, at) => [field(`MediaContentType${at}`), field(`MediaUrl${at}`)] as const,
  ).flatMap(([contentType, url], at) =>
    contentType || url || at === 0 ? [attachmentOf(contentType ?? "", url, field("MessageType"))] : [],
  );
}

/** In place of a caption: one line with a document's extension. */
const FILE_NAME =
  /^[^\r\n/\\]{1,240}\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|txt|csv|tsv|json|xml|html?|md|zip|rar|7z|gz|ics|vcf|eml|pages|numbers|key|epub|dwg|dxf|psd|ai|svg|apk|jpe?g|png|gif|webp|heic|tiff?|mp[34]|m4a|mov|avi|wav|ogg)$/i;

function media(field: Fields): Content {
  const [cards, files] = [[] as Attachment[], [] as Attachment[]];
  for (const attachment of attachments(field))
    (attachment.media === "contact" ? cards : files).push(attachment);
  const body = field("Body");
  const [first, ...rest] = files;
  // The card itself is behind the URL.
  if (!first || first.media === "contact")
    return { kind: "contacts", contacts: body ? [{ name: body, phones: [], emails: [] }] : [] };
  // Twilio puts a document's file name where other media have their caption, unless the document has a
  // caption.
  const named = first.media === "document" && body !== undefined && FILE_NAME.test(body.trim());
  const words = body && (named ? { filename: body } : { caption: body });
  const more = [...rest, ...cards];
  return {
    kind: "media",
    media: first.media,
    ...omitUndefined({ mediaId: first.mediaId }),
    ...words,
    ...(more.length > 0 && { more }),
  };
}

function location(field: Fields): Content | undefined {
  const [latitude, longitude] = [number(field("Latitude")), number(field("Longitude"))];
  if (latitude === undefined || longitude === undefined) return undefined;
  const [name, address] = [field("Label"), field("Address")];
  return { kind: "location", latitude, longitude, ...omitUndefined({ name, address }) };
}

/** A tap on a quick reply, a choice from a list, or a form. */
function interactive(field: Fields): Content | undefined {
  const body = field("Body");
  const [buttonText, payload] = [field("ButtonText"), field("ButtonPayload")];
  if (buttonText || payload)
    return { kind: "button", text: buttonText ?? body ?? payload ?? "", ...omitUndefined({ payload }) };
  const [id, title, description] = [field("ListId"), field("ListTitle"), field("ListDescription")];
  if (id || title)
    return {
      kind: "choice",
      id: id ?? "",
      title: title ?? body ?? id ?? "",
      ...omitUndefined({ description }),
    };
  const responseJson = field("FlowData") ?? field("InteractiveData");
  return responseJson ? { kind: "form", responseJson } : undefined;
}

/**
 * Judged by the fields that are there; `MessageType` is only a hint.
 * https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function twilioContent(field: Fields): Content {
  const [type, body] = [field("MessageType"), field("Body")];
  const word = OPT_OUT_WORDS.find((each) => each === field("OptOutType")?.toLowerCase());
  if (word) return { kind: "opt-out", word };
  // WhatsApp did not pass the message on; any text in it would be Twilio's.
  if (type === "unsupported") {
    const code = errorCode(field("ErrorCode"));
    return { kind: "unsupported", type, ...omitUndefined({ code }) };
  }
  if (type === "reaction")
    return {
      kind: "reaction",
      to: field("OriginalRepliedMessageSid") ?? "",
      ...omitUndefined({ emoji: body }),
    };
  const special = location(field) ?? interactive(field);
  if (special) return special;
  if ((number(field("NumMedia")) ?? 0) > 0 || field("MediaUrl0")) return media(field);
  return body ? { kind: "text", text: body } : { kind: "unsupported", type: type?.slice(0, 60) ?? "empty" };
}
