import type { MessageId, NumberName } from "../ids.ts";
import type { Customer } from "../inbound/inbound.ts";
import type { TemplateMessage } from "../template/template.ts";

/** Something a person, or the business, wants to say in a conversation. It waits there like a customer's message and goes through the same turns. */
export type Outbound = {
  /** Chosen by whoever asks, so that a repeat is no second message. At most 40 characters `[\w-]`. */
  id: string;
  number: NumberName;
  /** Milliseconds since 1970 of the request. */
  at: number;
  /** Whose wish it is: an IAM ARN. */
  by: string;
  /** For a customer who has never written: whom to write to. */
  customer?: Customer;
  content: { kind: "reply"; text: string; replyTo?: MessageId } | { kind: "template"; template: TemplateMessage };
  /** The mailing it belongs to. */
  campaign?: string;
};

/** How it ended; `waiting` until then. */
export type OutboundState = "waiting" | "sent" | "failed" | "cancelled";
