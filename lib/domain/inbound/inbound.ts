import type { MessageId } from "../ids.ts";
import type { Understood } from "../media/understood.ts";

/** A third one starts here: the compiler then lists every registry that lacks it. */
export const PROVIDERS = ["meta", "twilio"] as const;
export type Provider = (typeof PROVIDERS)[number];
export const isProvider = (name: string): name is Provider => PROVIDERS.some((provider) => provider === name);

/**
 * Has `userId` or `phone`: Meta omits the phone of customers with a username, Twilio may omit the
 * business-scoped id.
 */
export type Customer = {
  /** Business-scoped, e.g. `US.13491208655302741918`. Opaque. */
  userId?: string;
  parentUserId?: string;
  /** The provider's digits: replies go there unchanged (Brazil, Mexico, Argentina: not as dialled). */
  phone?: string;
  profileName?: string;
  username?: string;
};

/**
 * Anything unknown is `unsupported`.
 * `offered`: our latest message offered the word, so it is no keyword. Decided once, on arrival.
 */
export type Content =
  | { kind: "text"; text: string; offered?: true }
  | { kind: "button"; text: string; payload?: string; offered?: true }
  | { kind: "choice"; id: string; title: string; description?: string; offered?: true }
  | { kind: "form"; responseJson: string }
  | { kind: "call-permission"; response: string }
  | {
      kind: "media";
      media: MediaKind;
      mediaId?: string;
      caption?: string;
      filename?: string;
      understood?: Understood;
      /** Further media of the same message (Twilio). */
      more?: readonly Attachment[];
    }
  | { kind: "location"; latitude: number; longitude: number; name?: string; address?: string }
  | { kind: "contacts"; contacts: readonly SharedContact[] }
  | { kind: "order"; items: readonly OrderItem[]; note?: string }
  | { kind: "reaction"; to: string; emoji?: string }
  | { kind: "identity-change"; previousUserId?: string; userId?: string; phone?: string }
  | { kind: "edit"; original: string; text?: string }
  | { kind: "revoke"; original: string }
  /** The provider (Twilio Advanced Opt-Out) has handled the word, and (un)blocks sending itself. */
  | { kind: "opt-out"; word: "stop" | "start" | "help" }
  /**
   * What staff sent from the WhatsApp Business app; `what` names the kind if it is not text.
   * `act`: a deletion, edit, reaction or pin. `automatic`: sent by the app itself.
   */
  | { kind: "echo"; what: string; text?: string; act?: true; automatic?: true }
  /** `code`: why the provider withheld the message, for instance Meta's 131060. */
  | { kind: "unsupported"; type: string; code?: string };

export type MediaKind = "image" | "video" | "audio" | "voice" | "document" | "sticker";
export type Attachment = { media: MediaKind | "contact"; mediaId?: string; understood?: Understood };
type SharedContact = {
  name?: string;
  phones: readonly string[];
  emails: readonly string[];
  details?: readonly string[];
};
type OrderItem = { product: string; quantity: number; price?: number; currency?: string };

export type InboundMessage = {
  id: MessageId;
  provider: Provider;
  /** The provider's name of the business number: Meta `phone_number_id`, Twilio `To` (`whatsapp:+14…`). */
  businessNumber: string;
  customer: Customer;
  /** By the provider's clock; Twilio gives none. */
  sentAt?: number;
  content: Content;
  quoted?: string;
  /** It comes from another chat: the text may be anybody's. */
  forwarded?: true;
  groupId?: string;
  referral?: Referral;
  product?: ReferredProduct;
};

/** The ad or post that the customer came from (click to WhatsApp). */
export type Referral = {
  sourceType?: string;
  sourceId?: string;
  sourceUrl?: string;
  headline?: string;
  body?: string;
  media?: "image" | "video";
  /** WhatsApp's greeting to the customer, in the business's name. */
  welcome?: string;
  clickId?: string;
};

export type ReferredProduct = { id: string; catalogId?: string };

/** About marketing messages, in WhatsApp itself. */
export type Preference = {
  provider: Provider;
  businessNumber: string;
  customer: Customer;
  action: "stop" | "start";
  at: number;
};

/** What a provider reports of an account, a number or a template. Codes only, no text of anybody. */
export type Notice = {
  provider: Provider;
  /** The provider's id of the account that it is about. */
  account: string;
  /** As the provider names it, for instance `account_update`. */
  topic: string;
  event?: string;
  /** What else is known, by its name. */
  facts: Readonly<Record<string, string>>;
  /** By the provider's clock. A repetition has the same. */
  at?: number;
};

/** Rising; `failed` is outside the order. */
export const DELIVERY_ORDER = ["sent", "delivered", "read", "played"] as const;
export type DeliveryState = (typeof DELIVERY_ORDER)[number] | "failed";

export type DeliveryStatus = {
  provider: Provider;
  businessNumber: string;
  id: string;
  state: DeliveryState;
  /** Our reference, returned: Meta `biz_opaque_callback_data`, Twilio the callback's query string. */
  reference?: string;
  at?: number;
  code?: string;
  pricing?: { category: string; billable: boolean };
};

export type IgnoredReason =
  | "unknown-object"
  | "other-field"
  | "standby"
  | "unknown-status"
  | "account-error"
  | "malformed-item"
  | "callback-not-status";

export type InboundEvent =
  | { kind: "message"; message: InboundMessage }
  | { kind: "status"; status: DeliveryStatus }
  /** `content` is an `echo`: sent to this customer from the app. */
  | { kind: "echo"; message: InboundMessage }
  | { kind: "preference"; preference: Preference }
  /** About an account, a number or a template of the business. */
  | { kind: "notice"; notice: Notice }
  | { kind: "ignored"; reason: IgnoredReason; detail?: string };
