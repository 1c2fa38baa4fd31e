import { errorCode, type Json, label, list, record, text } from "../../../adapters/http/json.ts";
import type { Content, MediaKind } from "../../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { newPhone } from "./customer.ts";
import { finite } from "./read.ts";

const unsupported = (type: string): Content => ({ kind: "unsupported", type: type.slice(0, 60) });

const media = (kind: MediaKind, value: Json): Content => ({
  kind: "media",
  media: kind,
  ...omitUndefined({
    mediaId: label(value.id),
    caption: text(value.caption),
    filename: text(value.filename),
  }),
});

function interactive(value: Json | undefined): Content {
  const type = text(value?.type);
  const reply = record(type && (value?.[type] ?? value?.action));
  if (!type || !reply) return unsupported(`interactive${type ? `/${type}` : ""}`);
  switch (type) {
    case "button_reply":
    case "list_reply": {
      const description = text(reply.description);
      return {
        kind: "choice",
        id: label(reply.id) ?? "",
        title: text(reply.title) ?? "",
        ...omitUndefined({ description }),
      };
    }
    case "nfm_reply":
      return { kind: "form", responseJson: text(reply.response_json) ?? "" };
    case "call_permission_reply":
      return { kind: "call-permission", response: text(reply.response) ?? "" };
    default:
      return otherTap(type, value, reply);
  }
}

/** The title says what was tapped. */
function otherTap(type: string, value: Json | undefined, reply: Json): Content {
  const product = label(reply.product_retailer_id) ?? label(record(value?.action)?.product_retailer_id);
  const words = [reply.title, reply.text, reply.name, record(value?.body)?.text]
    .map(text)
    .find((each) => each !== undefined);
  const title = words ?? (product && `product ${product}`);
  return title
    ? { kind: "choice", id: label(reply.id) ?? product ?? "", title }
    : unsupported(`interactive/${type}`);
}

function detailsOf(contact: Json): string[] {
  const org = record(contact.org);
  const addresses = list(contact.addresses).flatMap((entry) => {
    const address = record(entry);
    return [address?.street, address?.city, address?.state, address?.zip, address?.country]
      .flatMap((line) => label(line) ?? [])
      .join(" ");
  });
  const urls = list(contact.urls).map((entry) => text(record(entry)?.url));
  return [
    text(org?.company),
    text(org?.department),
    text(org?.title),
    ...addresses,
    ...urls,
    text(contact.birthday),
  ].flatMap((detail) => detail || []);
}

const contacts = (value: readonly unknown[]): Content => ({
  kind: "contacts",
  contacts: value.flatMap((entry) => {
    const contact = record(entry);
    if (!contact) return [];
    const name = record(contact.name);
    const phones = list(contact.phones).flatMap(
      (phone) => text(record(phone)?.phone) ?? text(record(phone)?.wa_id) ?? [],
    );
    const emails = list(contact.emails).flatMap((email) => text(record(email)?.email) ?? []);
    const details = detailsOf(contact);
    return [
      {
        ...omitUndefined({ name: text(name?.formatted_name) ?? text(name?.first_name) }),
        phones,
        emails,
        ...(details.length > 0 && { details }),
      },
    ];
  }),
});

function order(value: Json): Content {
  const items = list(value.product_items).flatMap((entry) => {
    const item = record(entry);
    const product = label(item?.product_retailer_id);
    if (!item || !product) return [];
    const [quantity, price, currency] = [
      finite(item.quantity) ?? 1,
      finite(item.item_price),
      text(item.currency),
    ];
    return [{ product, quantity, ...omitUndefined({ price, currency }) }];
  });
  return { kind: "order", items, ...omitUndefined({ note: text(value.text) }) };
}

function location(value: Json): Content {
  const [latitude, longitude] = [finite(value.latitude), finite(value.longitude)];
  if (latitude === undefined || longitude === undefined) return unsupported("location/incomplete");
  return {
    kind: "location",
    latitude,
    longitude,
    ...omitUndefined({ name: text(value.name), address: text(value.address) }),
  };
}

function edit(value: Json): Content {
  const edited = record(value.message);
  // There is no edit of an edit. Not reading deeper limits the recursion.
  const content = edited && edited.type !== "edit" ? metaContent(edited) : undefined;
  return {
    kind: "edit",
    original: text(value.original_message_id) ?? "",
    ...omitUndefined({ text: content && typedText(content) }),
  };
}

/** Also a caption, or the edited version of either. */
export function typedText(content: Content): string | undefined {
  if (content.kind === "media") return content.caption;
  return content.kind === "text" || content.kind === "edit" ? content.text : undefined;
}

/**
 * The content of one entry of `messages[]`. Never throws; unknown content is `unsupported`, with any error
 * code of Meta.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export function metaContent(message: Json): Content {
  const content = contentOf(message);
  const code = errorCode(record(list(message.errors)[0])?.code);
  return content.kind === "unsupported" && code !== undefined ? { ...content, code } : content;
}

function contentOf(message: Json): Content {
  const type = text(message.type) ?? "none";
  const value = record(message[type]);
  if (type === "contacts")
    return Array.isArray(message.contacts) ? contacts(message.contacts) : unsupported(type);
  if (type === "interactive") return interactive(value);
  if (type === "unsupported") return unsupported(text(value?.type) ?? "unknown");
  if (!value) return unsupported(type);
  switch (type) {
    case "text": {
      const body = text(value.body);
      return body === undefined ? unsupported("text/empty") : { kind: "text", text: body };
    }
    case "button": {
      const payload = text(value.payload);
      return { kind: "button", text: text(value.text) ?? payload ?? "", ...omitUndefined({ payload }) };
    }
    case "image":
    case "video":
    case "document":
    case "sticker":
      return media(type, value);
    case "audio":
      return media(value.voice === true ? "voice" : "audio", value);
    // A voice note of older clients and the On-Premises API.
    case "voice":
      return media("voice", value);
    case "location":
      return location(value);
    case "order":
      return order(value);
    case "reaction":
      // A removed reaction has no emoji; in older payloads an empty one.
      return {
        kind: "reaction",
        to: text(value.message_id) ?? "",
        ...omitUndefined({ emoji: text(value.emoji) }),
      };
    case "system": {
      const [previousUserId, userId] = [text(value.previous_user_id), text(value.user_id)];
      return {
        kind: "identity-change",
        ...omitUndefined({ previousUserId, userId, phone: newPhone(value) }),
      };
    }
    case "edit":
      return edit(value);
    case "revoke":
      return { kind: "revoke", original: text(value.original_message_id) ?? "" };
    default:
      return unknownMedia(value) ?? unsupported(type);
  }
}

const MEDIA_TYPES: readonly (readonly [RegExp, MediaKind])[] = [
  [/^image\//i, "image"],
  [/^video\//i, "video"],
  [/^audio\//i, "audio"],
];

/** A round video, for instance: it has an id and a MIME type like all media. */
function unknownMedia(value: Json): Content | undefined {
  const [id, mimeType] = [label(value.id), text(value.mime_type)];
  if (id === undefined || mimeType === undefined) return undefined;
  return media(MEDIA_TYPES.find(([pattern]) => pattern.test(mimeType))?.[1] ?? "document", value);
}
