import type { Content } from "../../domain/inbound.ts";
import { defined, finite, type Json, label, list, record, text } from "./read.ts";

type Media = (Content & { kind: "media" })["media"];

const unsupported = (type: string): Content => ({ kind: "unsupported", type: type.slice(0, 60) });

function media(kind: Media, value: Json): Content {
  return defined({ kind: "media" as const, media: kind, mediaId: text(value.id), caption: text(value.caption), filename: text(value.filename) }) as Content;
}

function interactive(value: Json | undefined): Content {
  const type = text(value?.type);
  const reply = record(type && value?.[type]);
  if (!type || !reply) return unsupported(`interactive${type ? `/${type}` : ""}`);
  switch (type) {
    case "button_reply":
    case "list_reply":
      return defined({ kind: "choice", id: label(reply.id) ?? "", title: text(reply.title) ?? "", description: text(reply.description) }) as Content;
    case "nfm_reply":
      return { kind: "form", responseJson: text(reply.response_json) ?? "" };
    case "call_permission_reply":
      return { kind: "call-permission", response: text(reply.response) ?? "" };
    default:
      return unsupported(`interactive/${type}`);
  }
}

function contacts(value: unknown): Content {
  return {
    kind: "contacts",
    contacts: list(value).flatMap((entry) => {
      const contact = record(entry);
      if (!contact) return [];
      const name = text(record(contact.name)?.formatted_name) ?? text(record(contact.name)?.first_name);
      const phones = list(contact.phones).flatMap((phone) => text(record(phone)?.phone) ?? text(record(phone)?.wa_id) ?? []);
      const emails = list(contact.emails).flatMap((email) => text(record(email)?.email) ?? []);
      return [{ ...(name && { name }), phones, emails }];
    }),
  };
}

function order(value: Json): Content {
  const items = list(value.product_items).flatMap((entry) => {
    const item = record(entry);
    const product = label(item?.product_retailer_id);
    if (!item || !product) return [];
    return [defined({ product, quantity: finite(item.quantity) ?? 1, price: finite(item.item_price), currency: text(item.currency) })];
  });
  return defined({ kind: "order", items, note: text(value.text) }) as Content;
}

function system(value: Json): Content {
  return defined({
    kind: "identity-change",
    previousUserId: text(value.previous_user_id),
    userId: text(value.user_id),
    phone: text(value.wa_id) ?? text(value.new_wa_id),
  }) as Content;
}

/**
 * What one entry of `messages[]` holds. Never throws; what is not understood is `unsupported`.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export function metaContent(message: Json): Content {
  const type = text(message.type) ?? "none";
  const value = record(message[type]);
  if (type === "contacts") return Array.isArray(message.contacts) ? contacts(message.contacts) : unsupported(type);
  if (type === "interactive") return interactive(value);
  if (type === "unsupported") return unsupported(text(value?.type) ?? "unknown");
  if (!value) return unsupported(type);
  switch (type) {
    case "text": {
      const body = text(value.body);
      return body === undefined ? unsupported("text/empty") : { kind: "text", text: body };
    }
    case "button":
      return defined({ kind: "button", text: text(value.text) ?? text(value.payload) ?? "", payload: text(value.payload) }) as Content;
    case "image":
    case "video":
    case "document":
    case "sticker":
      return media(type, value);
    case "audio":
      return media(value.voice === true ? "voice" : "audio", value);
    case "location": {
      const [latitude, longitude] = [finite(value.latitude), finite(value.longitude)];
      if (latitude === undefined || longitude === undefined) return unsupported("location/incomplete");
      return defined({ kind: "location", latitude, longitude, name: text(value.name), address: text(value.address) }) as Content;
    }
    case "order":
      return order(value);
    case "reaction":
      return defined({ kind: "reaction", to: text(value.message_id) ?? "", emoji: text(value.emoji) }) as Content;
    case "system":
      return system(value);
    case "edit": {
      const edited = record(value.message);
      // An edit of an edit does not exist: reading no deeper bounds the recursion.
      const content = edited && edited.type !== "edit" ? metaContent(edited) : undefined;
      const newText = content?.kind === "text" ? content.text : content?.kind === "media" ? content.caption : undefined;
      return defined({ kind: "edit", original: text(value.original_message_id) ?? "", text: newText }) as Content;
    }
    case "revoke":
      return { kind: "revoke", original: text(value.original_message_id) ?? "" };
    default:
      return unsupported(type);
  }
}
