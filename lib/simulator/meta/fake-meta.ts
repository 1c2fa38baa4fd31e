import { randomBytes } from "node:crypto";
import type { Clock } from "../../application/ports.ts";
import type { DeliveryState } from "../../domain/inbound.ts";
import { Acquaintances } from "../acquaintances.ts";
import { Background } from "../background.ts";
import { addressOf, type SimulatedCustomer, userIdOf } from "../customer.ts";
import { FaultPlan, withFault } from "../http/faults.ts";
import { type Answer, json, type Service, type ServiceRequest, startService } from "../http/service.ts";
import { Phone } from "../phone/phone.ts";
import { metaError } from "./errors.ts";
import { type MetaNumber, type MetaStatus, messagesWebhook, metaMessage, statusWebhook } from "./payloads.ts";
import { type MetaRequest, readMetaRequest } from "./request.ts";
import { type Delivered, deliverToWebhook } from "./webhooks.ts";

/** Replies a number may send a month before they are billed. */
const FREE_MESSAGES = 1_000;
const PATH = /^\/v\d+\.\d+\/(\d+)\/messages$/;

type MetaCredentials = { appSecrets: readonly string[]; accessToken: string };
type MessageRequest = Extract<MetaRequest, { kind: "message" }>;

export type FakeMetaOptions = {
  numbers: readonly MetaNumber[];
  /** Asked at every use, so that a rotated secret counts at once. */
  credentials(): MetaCredentials | undefined;
  clock: Clock;
  fetch: typeof fetch;
};

/** Meta's Cloud API: takes messages, shows them on phones, and delivers signed webhooks. Look at its public fields, change them to change it. */
export class FakeMeta {
  readonly phone = new Phone();
  readonly faults = new FaultPlan();
  /** Every POST that asked to mark a message read. */
  readonly reads: { messageId: string; typing: boolean }[] = [];
  /** Messages that were accepted and reach nobody: a user id in `to`. */
  readonly lost: { id: string; to: string }[] = [];
  /** Which statuses follow an accepted message, and how long after the one before. */
  statuses: readonly { state: DeliveryState; afterMs: number; code?: number }[] = [
    { state: "sent", afterMs: 30 },
    { state: "delivered", afterMs: 60 },
    { state: "read", afterMs: 120 },
  ];
  /** Milliseconds before each further attempt at a webhook that was not answered 200. */
  retryAfter: readonly number[] = [100, 1_000, 5_000, 15_000, 30_000, 60_000, 120_000];
  /** Where webhooks go. */
  webhookUrl = "";
  readonly #options: FakeMetaOptions;
  readonly #background = new Background();
  readonly #known = new Acquaintances();
  readonly #sent = new Map<string, number>();
  #service: Service | undefined;

  constructor(options: FakeMetaOptions) {
    this.#options = options;
  }

  /** Base URL of the Graph API. */
  get url(): string {
    return this.#service?.url ?? "";
  }

  async start(): Promise<void> {
    this.#service = await startService({}, (request) => this.#handle(request));
  }

  async stop(): Promise<void> {
    await this.#background.stop();
    await this.#service?.stop();
  }

  /** Resolves when every status webhook on its way was delivered or given up. */
  settled = () => this.#background.settled();

  /** A customer writes. Resolves when the webhook was answered; shows it on the phone. */
  async say(customer: SimulatedCustomer, text: string, number = this.#firstNumber()): Promise<Delivered & { id: string }> {
    return this.send(customer, { type: "text", text: { body: text } }, { text, number });
  }

  /** A customer sends anything: `content` is Meta's own form, `{ type: "image", image: { … } }`. */
  async send(
    customer: SimulatedCustomer,
    content: Record<string, unknown>,
    { text = `[${String(content.type)}]`, number = this.#firstNumber() } = {},
  ): Promise<Delivered & { id: string }> {
    const id = this.#newId();
    const at = this.#options.clock.now();
    this.lastWrote(customer, at);
    this.phone.add({ id, customer: addressOf(customer), business: number.phoneNumberId, from: "customer", text, at, ticks: "sent" });
    const delivered = await this.deliver(messagesWebhook(number, customer, [metaMessage(customer, id, at, content)]));
    if (delivered.status === 200) this.phone.tick(id, "delivered");
    return { ...delivered, id };
  }

  /** Signs and delivers any payload, again and again until it is answered 200. */
  deliver(payload: unknown): Promise<Delivered> {
    return deliverToWebhook(payload, {
      url: this.webhookUrl,
      appSecret: this.#options.credentials()?.appSecrets[0] ?? "",
      fetch: this.#options.fetch,
      pause: this.#background.pause,
      signal: this.#background.signal,
      retryAfter: this.retryAfter,
    });
  }

  /** The customer wrote last at `at`; older than 24 h closes the window. */
  lastWrote(customer: SimulatedCustomer, at: number): void {
    this.#known.wrote(customer, [userIdOf(customer), ...(customer.phone ? [customer.phone] : [])], at);
  }

  #firstNumber(): MetaNumber {
    const [number] = this.#options.numbers;
    if (!number) throw new Error("no number of the settings belongs to Meta");
    return number;
  }

  #newId = () => `wamid.${randomBytes(24).toString("base64")}`;

  async #handle(request: ServiceRequest): Promise<Answer> {
    const { accessToken } = this.#options.credentials() ?? {};
    if (!accessToken || request.headers.authorization !== `Bearer ${accessToken}`) return metaError(190, "Invalid OAuth access token");
    const [, phoneNumberId] = PATH.exec(request.path) ?? [];
    if (request.method !== "POST" || !phoneNumberId) return metaError(100, "Unsupported request", 404);
    const number = this.#options.numbers.find((each) => each.phoneNumberId === phoneNumberId);
    if (!number) return metaError(33, "There is no such phone number id, or the token may not use it");
    const asked = readMetaRequest(request.body);
    if (asked.kind === "refused") return metaError(asked.code, asked.details);
    if (asked.kind === "read") return this.#markRead(asked);
    return withFault(this.faults.take(), {
      accept: async () => this.#accept(number, asked),
      refuse: (code, status) => metaError(code, "Planned by the simulation", status),
      pause: this.#background.pause,
    });
  }

  #markRead({ messageId, typing }: { messageId: string; typing: boolean }): Answer {
    this.reads.push({ messageId, typing });
    const customer = this.phone.messages.find(({ id }) => id === messageId)?.customer;
    if (customer && typing) this.phone.typing.add(customer);
    this.phone.tick(messageId, "read");
    return json(200, { success: true });
  }

  #accept(number: MetaNumber, { to, by, ...asked }: MessageRequest): Answer {
    const id = this.#newId();
    const { now } = this.#options.clock;
    const input = by === "phone" ? `+${to}` : to;
    const answer = json(200, {
      messaging_product: "whatsapp",
      contacts: [{ input, ...(by === "phone" ? { wa_id: to } : { user_id: to }) }],
      messages: [{ id }],
    });
    if (by === "lost") {
      this.lost.push({ id, to });
      return answer;
    }
    const customer = this.#known.find(to) ?? { name: "Customer", ...(by === "phone" ? { phone: to } : { userId: to }) };
    const toPhone = by === "phone";
    if (!asked.template && !this.#known.windowIsOpen(to, now())) {
      this.#tell(number, customer, [{ afterMs: 30, state: "failed", code: 131047 }], { id, toPhone, ...asked });
      return answer;
    }
    this.phone.add({
      id,
      customer: addressOf(customer),
      business: number.phoneNumberId,
      from: "business",
      text: asked.text,
      ...(asked.options && { options: asked.options }),
      at: now(),
      ...(asked.reference !== undefined && { reference: asked.reference }),
    });
    this.#tell(number, customer, this.statuses, { id, toPhone, ...asked });
    return answer;
  }

  #tell(
    number: MetaNumber,
    customer: SimulatedCustomer,
    statuses: FakeMeta["statuses"],
    message: Pick<MetaStatus, "id" | "toPhone"> & { reference?: string },
  ): void {
    const { id, toPhone, reference } = message;
    this.#background.run(async () => {
      for (const { state, afterMs, code } of statuses) {
        await this.#background.pause(afterMs);
        this.phone.tick(id, state);
        const priced = state === "sent" ? { pricing: { billable: this.#countSent(number) > FREE_MESSAGES } } : {};
        const status = { id, state, at: this.#options.clock.now(), toPhone, ...(reference !== undefined && { reference }), ...priced };
        await this.deliver(statusWebhook(number, customer, { ...status, ...(code !== undefined && { code }) }));
      }
    });
  }

  #countSent({ phoneNumberId }: MetaNumber): number {
    const count = (this.#sent.get(phoneNumberId) ?? 0) + 1;
    this.#sent.set(phoneNumberId, count);
    return count;
  }
}
