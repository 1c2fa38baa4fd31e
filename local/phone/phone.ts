import type { DeliveryState } from "../../lib/domain/inbound/inbound.ts";
import { advances } from "../../lib/domain/turn/delivery.ts";

type PhoneMessageKind = "text" | "photo" | "video" | "audio" | "voice" | "document" | "sticker" | "location" | "contact" | "reaction";

export type PhoneMessage = {
  /** The provider's id. */
  id: string;
  /** The customer's address: digits of the phone, else the business-scoped user id. */
  customer: string;
  /** The business number as the provider names it. */
  business: string;
  from: "customer" | "business";
  /** A person wrote it in the WhatsApp Business app. */
  by?: "person";
  /** Default: text. */
  kind?: PhoneMessageKind;
  /** Id of the message that it answers to. */
  quoting?: string;
  /** As it was sent, with WhatsApp's markup. */
  text: string;
  /** Name of the template that it was; Twilio: its content sid. */
  template?: string;
  /** Buttons below the text, or the rows of a list. */
  options?: readonly string[];
  /** Milliseconds since 1970. */
  at: number;
  /** How far it came: of a customer's message "delivered" = the business has it, "read" = the business marked it read. */
  ticks?: DeliveryState;
  /** Our reference, as sent with the message. */
  reference?: string;
};

type Listener = (message: PhoneMessage) => void;

/** What customers see on their phones, in the order in which it came to be. */
export class Phone {
  readonly messages: PhoneMessage[] = [];
  /** Customers to whom "typing…" is shown, by address. */
  readonly typing = new Set<string>();
  readonly #listeners = new Set<Listener>();

  add(message: PhoneMessage): void {
    if (message.from === "business") this.typing.delete(message.customer);
    this.messages.push(message);
    this.#tell(message);
  }

  /** A phone forgets nothing: a tick that says less than the one before changes nothing. */
  tick(id: string, ticks: DeliveryState): void {
    const message = this.messages.findLast((each) => each.id === id);
    if (!message || !advances(message.ticks, ticks)) return;
    message.ticks = ticks;
    this.#tell(message);
  }

  of(customer: string): readonly PhoneMessage[] {
    return this.messages.filter((message) => message.customer === customer);
  }

  replies(customer?: string): readonly PhoneMessage[] {
    return this.messages.filter((message) => message.from === "business" && (customer === undefined || message.customer === customer));
  }

  /** Hears of every new message and tick; call the result to stop. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(message: PhoneMessage): void {
    for (const listener of this.#listeners) listener(message);
  }
}
