import type { Content } from "../../domain/inbound.ts";

export type Fields = ReadonlyMap<string, string>;

const MEDIA_TYPES = [
  [/^image\/webp/, "sticker"],
  [/^image\//, "image"],
  [/^video\//, "video"],
  [/^audio\/ogg/, "voice"],
  [/^audio\//, "audio"],
] as const;

const OPT_OUT = { STOP: "stop", START: "start", HELP: "help" } as const;

const filled = (fields: Fields, name: string) => fields.get(name) || undefined;
const coordinate = (fields: Fields, name: string) => {
  const value = filled(fields, name);
  const read = value === undefined ? Number.NaN : Number(value);
  return Number.isFinite(read) ? read : undefined;
};

function media(fields: Fields): Content {
  const type = fields.get("MediaContentType0") ?? "";
  const kind = MEDIA_TYPES.find(([pattern]) => pattern.test(type))?.[1] ?? "document";
  const body = filled(fields, "Body");
  return {
    kind: "media",
    // WebP is a sticker, unless Twilio says that it is a picture.
    media: kind === "sticker" && fields.get("MessageType") === "image" ? "image" : kind,
    ...(fields.get("MediaUrl0") && { mediaId: fields.get("MediaUrl0") ?? "" }),
    // Twilio puts a document's file name where other media have their caption.
    ...(body && (kind === "document" ? { filename: body } : { caption: body })),
  };
}

/**
 * What the customer sent, told by the fields that are there; `MessageType` is only a hint.
 * https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function twilioContent(fields: Fields): Content {
  const type = fields.get("MessageType") ?? "";
  const body = filled(fields, "Body");
  const optOut = OPT_OUT[(fields.get("OptOutType") ?? "").toUpperCase() as keyof typeof OPT_OUT];
  if (optOut) return { kind: "opt-out", word: optOut };
  if (type === "reaction") return { kind: "reaction", to: filled(fields, "OriginalRepliedMessageSid") ?? "", ...(body && { emoji: body }) };

  const [latitude, longitude] = [coordinate(fields, "Latitude"), coordinate(fields, "Longitude")];
  if (latitude !== undefined && longitude !== undefined) {
    const [name, address] = [filled(fields, "Label"), filled(fields, "Address")];
    return { kind: "location", latitude, longitude, ...(name && { name }), ...(address && { address }) };
  }
  if (Number(fields.get("NumMedia") ?? 0) > 0 || fields.has("MediaUrl0")) return media(fields);

  const [buttonText, payload] = [filled(fields, "ButtonText"), filled(fields, "ButtonPayload")];
  if (buttonText || payload) return { kind: "button", text: buttonText ?? body ?? payload ?? "", ...(payload && { payload }) };
  const listTitle = filled(fields, "ListTitle") ?? (filled(fields, "ListId") && body);
  if (listTitle) {
    const description = filled(fields, "ListDescription");
    return { kind: "choice", id: filled(fields, "ListId") ?? "", title: listTitle, ...(description && { description }) };
  }
  const form = filled(fields, "FlowData") ?? filled(fields, "InteractiveData");
  if (form) return { kind: "form", responseJson: form };
  return body === undefined ? { kind: "unsupported", type: type.slice(0, 60) || "empty" } : { kind: "text", text: body };
}
