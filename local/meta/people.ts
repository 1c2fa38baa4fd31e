import type { Clock } from "../../lib/application/ports/ports.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import type { Acquaintances } from "../acquaintances.ts";
import { addressOf, type SimulatedCustomer, userIdOf } from "../customer.ts";
import type { HearProgress } from "../hooks.ts";
import type { Phone, PhoneMessage } from "../phone/phone.ts";
import { type SentFile, shownFile } from "../sent-file.ts";
import type { MetaMedia } from "./media.ts";
import {
  echoWebhook,
  type MetaNumber,
  messagesWebhook,
  metaMessage,
  preferenceWebhook,
  standbyWebhook,
} from "./payloads.ts";
import type { Delivered } from "./webhooks.ts";

type Sent = Delivered & { id: string };
type Sending = Pick<Partial<PhoneMessage>, "text" | "kind" | "quoting" | "file"> & {
  number?: MetaNumber;
  webhook?: typeof messagesWebhook;
  hear?: HearProgress;
};

type Parts = {
  numbers: readonly MetaNumber[];
  phone: Phone;
  known: Acquaintances;
  clock: Clock;
  media: MetaMedia;
  /** Of each template message, by its buttons' texts. */
  payloads: ReadonlyMap<string, ReadonlyMap<string, string>>;
  marketingStopped: Set<string>;
  newId(): string;
  /** Whether messages to the number reach the webhook. */
  delivers(number: MetaNumber): boolean;
  deliver(payload: unknown, hear?: HearProgress): Promise<Delivered>;
};

/** These are no customer's message, or (reactions) not documented as one. */
const OPENS_NO_WINDOW: readonly unknown[] = ["system", "reaction"];

/** What people do in WhatsApp: shown on the phones, and told by webhooks. */
export class MetaPeople {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A customer writes. Shows the message on the phone; resolves after the webhook's response. */
  async say(customer: SimulatedCustomer, text: string, number = this.#firstNumber()): Promise<Sent> {
    return this.send(customer, { type: "text", text: { body: text } }, { text, number });
  }

  /** Any content in Meta's form: `{ type: "image", image: { … } }`. */
  async send(
    customer: SimulatedCustomer,
    content: Record<string, unknown>,
    {
      text = `[${String(content.type)}]`,
      number = this.#firstNumber(),
      webhook = messagesWebhook,
      hear,
      ...shown
    }: Sending = {},
  ): Promise<Sent> {
    const [id, at] = [this.#parts.newId(), this.#parts.clock.now()];
    if (OPENS_NO_WINDOW.includes(content.type)) this.#parts.known.meet(customer, namesOf(customer));
    else this.lastWrote(customer, at, number);
    this.#parts.phone.add({
      id,
      customer: addressOf(customer),
      business: number.phoneNumberId,
      from: "customer",
      text,
      at,
      ticks: "sent",
      ...shown,
    });
    if (!this.#parts.delivers(number)) {
      hear?.({ kind: "answered", status: 0 });
      return { status: 0, attempts: 0, id };
    }
    const delivered = await this.#parts.deliver(
      webhook(number, customer, [metaMessage(customer, id, at, content)]),
      hear,
    );
    if (delivered.status === 200) this.#parts.phone.tick(id, "delivered");
    return { ...delivered, id };
  }

  /** `context`: what it answers, in Meta's form. */
  async sendFile(
    customer: SimulatedCustomer,
    file: SentFile,
    {
      caption,
      context,
      number = this.#firstNumber(),
      ...sending
    }: Omit<Sending, "text" | "kind" | "file"> & { caption?: string; context?: Record<string, unknown> } = {},
  ): Promise<Sent> {
    const { media } = this.#parts;
    const id = media.keep(file, number.phoneNumberId);
    const content = { ...media.contentOf(id, file, caption), ...omitUndefined({ context }) };
    return this.send(customer, content, { ...shownFile(file, id, caption), number, ...sending });
  }

  /** A quick reply of a template; default: the last template on the phone. */
  async tap(
    customer: SimulatedCustomer,
    button: string,
    {
      quoting,
      number = this.#firstNumber(),
      hear,
    }: { quoting?: string; number?: MetaNumber; hear?: HearProgress } = {},
  ) {
    const shown = this.#parts.phone
      .replies(addressOf(customer))
      .findLast(({ id, options }) => (quoting ? id === quoting : options?.includes(button)));
    const [id, payload] = [
      quoting ?? shown?.id ?? "",
      this.#parts.payloads.get(shown?.id ?? "")?.get(button) ?? button,
    ];
    const context = { from: number.displayNumber, id };
    // Buttons and lists of other messages come back in another form.
    const reply =
      shown?.template === undefined && (shown?.options?.length ?? 0) > 3 ? "list_reply" : "button_reply";
    const content =
      shown && shown.template === undefined
        ? {
            type: "interactive",
            interactive: { type: reply, [reply]: { id: payload, title: button } },
            context,
          }
        : { type: "button", button: { payload, text: button }, context };
    return this.send(customer, content, { text: button, number, quoting: id, ...omitUndefined({ hear }) });
  }

  /** Another app answers the conversation: our app only listens. */
  standby = (customer: SimulatedCustomer, text: string, number = this.#firstNumber()): Promise<Sent> =>
    this.send(customer, { type: "text", text: { body: text } }, { text, number, webhook: standbyWebhook });

  /** A person at the business writes in the WhatsApp Business app. */
  async echo(
    customer: SimulatedCustomer,
    text: string,
    number = this.#firstNumber(),
    hear?: HearProgress,
  ): Promise<Sent> {
    const [id, at] = [this.#parts.newId(), this.#parts.clock.now()];
    this.#parts.phone.add({
      id,
      customer: addressOf(customer),
      business: number.phoneNumberId,
      from: "business",
      by: "person",
      text,
      at,
      ticks: "sent",
    });
    return { ...(await this.#parts.deliver(echoWebhook(number, customer, { id, at, text }), hear)), id };
  }

  async preference(
    customer: SimulatedCustomer,
    value: "stop" | "resume",
    number = this.#firstNumber(),
    hear?: HearProgress,
  ): Promise<Delivered> {
    if (value === "stop") this.#parts.marketingStopped.add(addressOf(customer));
    else this.#parts.marketingStopped.delete(addressOf(customer));
    return this.#parts.deliver(preferenceWebhook(number, customer, value, this.#parts.clock.now()), hear);
  }

  /** The customer wrote last at `at`. The window closes 24 h later. */
  lastWrote(customer: SimulatedCustomer, at: number, number = this.#firstNumber()): void {
    this.#parts.known.meet(customer, namesOf(customer));
    this.#parts.known.wrote(number.phoneNumberId, customer, at);
  }

  meet = (customer: SimulatedCustomer): void => this.#parts.known.meet(customer, namesOf(customer));

  #firstNumber(): MetaNumber {
    const [number] = this.#parts.numbers;
    if (!number) throw new Error("no number of the settings belongs to Meta");
    return number;
  }
}

const namesOf = (customer: SimulatedCustomer) => [
  userIdOf(customer),
  ...(customer.phone ? [customer.phone] : []),
];
