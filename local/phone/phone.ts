import type { DeliveryState } from "../../lib/domain/inbound/inbound.ts";
import { advances } from "../../lib/domain/turn/delivery.ts";

type PhoneMessageKind =
  | "text"
  | "photo"
  | "video"
  | "audio"
  | "voice"
  | "document"
  | "sticker"
  | "location"
  | "contact"
  | "reaction";

export type PhoneMessage = {
  id: string;
  /** The customer's address: digits of the phone number, else the business-scoped user id. */
  customer: string;
  business: string;
  from: "customer" | "business";
  /** A person wrote it in the WhatsApp Business app. */
  by?: "person";
  /** Default: text. */
  kind?: PhoneMessageKind;
  /** Id of the message that it answers. */
  quoting?: string;
  /** As sent, with WhatsApp's markup. */
  text: string;
  /** Its name; Twilio: its content sid. */
  template?: string;
  /** Buttons below the text, or the rows of a list. */
  options?: readonly string[];
  at: number;
  /** For a customer's message "delivered": the business has it; "read": the business marked it as read. */
  ticks?: DeliveryState;
  reference?: string;
  /** `id`: the provider's, which may have it no longer. */
  file?: { id: string; type: string; name?: string };
  /** The business's file: providers fetch it there. */
  link?: { url: string; name?: string };
};

type Listener = (message: PhoneMessage) => void;

/** What customers see, in order of appearance. */
export class Phone {
  readonly messages: PhoneMessage[] = [];
  /** Customers who see "typing…", by address. */
  readonly typing = new Set<string>();
  readonly #listeners = new Set<Listener>();

  add(message: PhoneMessage): void {
    if (message.from === "business") this.typing.delete(message.customer);
    this.messages.push(message);
    this.#tell(message);
  }

  /** A state never goes back: an earlier status after a later one changes nothing. */
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
    return this.messages.filter(
      (message) => message.from === "business" && (customer === undefined || message.customer === customer),
    );
  }

  /** Call the result to stop. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(message: PhoneMessage): void {
    for (const listener of this.#listeners) listener(message);
  }
}
