import { randomBytes } from "node:crypto";
import type { Clock } from "../../lib/application/ports/ports.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { Acquaintances } from "../acquaintances.ts";
import { Background } from "../background.ts";
import { addressOf, type SimulatedCustomer, userIdOf } from "../customer.ts";
import type { HearProgress, Hooks } from "../hooks.ts";
import { FaultPlan } from "../http/faults.ts";
import { type Service, startService, type Watch, watched } from "../http/service.ts";
import { Phone, type PhoneMessage } from "../phone/phone.ts";
import { FakeMetaAccount } from "./account.ts";
import { GraphApi, type MetaState } from "./graph-api.ts";
import {
  echoWebhook,
  type MetaNumber,
  messagesWebhook,
  metaMessage,
  preferenceWebhook,
  standbyWebhook,
} from "./payloads.ts";
import { type PlannedStatus, StatusReports } from "./statuses.ts";
import { DEMO_TEMPLATES, type MetaTemplate } from "./templates.ts";
import { type Delivered, deliverToWebhook } from "./webhooks.ts";

type MetaCredentials = { appSecrets: readonly string[]; accessToken: string };
type Sent = Delivered & { id: string };
type Sending = Pick<Partial<PhoneMessage>, "text" | "kind" | "quoting"> & {
  number?: MetaNumber;
  webhook?: typeof messagesWebhook;
  hear?: HearProgress;
};

export type FakeMetaOptions = {
  numbers: readonly MetaNumber[];
  /** Read at every use: a rotated secret counts at once. */
  credentials(): MetaCredentials | undefined;
  clock: Clock;
  fetch: typeof fetch;
  watch?: Watch;
  hold?: Hooks["hold"];
};

/** These are no customer's message, or (reactions) not documented as one. */
const OPENS_NO_WINDOW: readonly unknown[] = ["system", "reaction"];

/**
 * Meta's Cloud API: accepts messages, shows them on phones, and delivers signed webhooks. Read and change its
 * public fields.
 */
export class FakeMeta implements MetaState {
  readonly phone = new Phone();
  readonly account = new FakeMetaAccount();
  readonly faults = new FaultPlan();
  /** For templates and the number's fields. */
  readonly lookupFaults = new FaultPlan();
  /** Every POST that marked a message as read. */
  readonly reads: { messageId: string; typing: boolean }[] = [];
  /** Accepted messages that reach nobody: a user id in `to`. */
  readonly lost: { id: string; to: string }[] = [];
  /** Customers, by address, without marketing consent: such templates to them fail with 131050. */
  readonly marketingStopped = new Set<string>();
  /** Customers, by address, with read receipts off. */
  readonly unread = new Set<string>();
  /** Follow an accepted message, with the pause before each. */
  statuses: readonly PlannedStatus[] = [
    { state: "sent", afterMs: 30 },
    { state: "delivered", afterMs: 60 },
    { state: "read", afterMs: 120 },
  ];
  templates: readonly MetaTemplate[] = DEMO_TEMPLATES;
  /** As in the number's field: `TIER_250`, `TIER_2K` … `TIER_UNLIMITED`. */
  messagingLimit = "TIER_250";
  /**
   * How many customers templates may reach outside their windows in 24 h. Further ones are refused with
   * 131048. Default: no limit.
   */
  dailyLimit: number | undefined = undefined;
  /**
   * A free-form message into a closed window is refused with 131047: mostly by a later status, or at once.
   */
  windowRefusal: "status" | "response" = "status";
  /**
   * Whether customers who never wrote through this fake may get replies: webhooks from elsewhere do not pass
   * this fake.
   */
  strangerWindow: "open" | "closed" = "open";
  /** Milliseconds before each further attempt after a response other than 200. */
  retryAfter: readonly number[] = [100, 1_000, 5_000, 15_000, 30_000, 60_000, 120_000];
  webhookUrl = "";
  readonly #options: FakeMetaOptions;
  readonly #background = new Background();
  readonly #known = new Acquaintances();
  readonly #payloads = new Map<string, ReadonlyMap<string, string>>();
  #service: Service | undefined;

  constructor(options: FakeMetaOptions) {
    this.#options = options;
  }

  get numbers(): readonly MetaNumber[] {
    return this.#options.numbers;
  }

  get url(): string {
    return this.#service?.url ?? "";
  }

  async start(): Promise<void> {
    const { numbers, credentials, clock, fetch } = this.#options;
    const api = new GraphApi(this, {
      numbers,
      accessToken: () => credentials()?.accessToken,
      appSecrets: () => credentials()?.appSecrets ?? [],
      fetch,
      clock,
      background: this.#background,
      known: this.#known,
      reports: new StatusReports({
        phone: this.phone,
        background: this.#background,
        clock,
        deliver: (payload) => this.deliver(payload),
      }),
      newId: this.#newId,
      registered: (url) => {
        this.webhookUrl = url;
      },
      offered: (id, payloads) => this.#payloads.set(id, payloads),
    });
    this.#service = await startService(
      {},
      watched(this.#options.watch, (request) => api.handle(request)),
    );
  }

  async stop(): Promise<void> {
    await this.#background.stop();
    await this.#service?.stop();
  }

  /** Resolves when all status webhooks on their way are delivered or dropped. */
  settled = () => this.#background.settled();

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
    const [id, at] = [this.#newId(), this.#options.clock.now()];
    if (OPENS_NO_WINDOW.includes(content.type)) this.#known.meet(customer, namesOf(customer));
    else this.lastWrote(customer, at, number);
    this.phone.add({
      id,
      customer: addressOf(customer),
      business: number.phoneNumberId,
      from: "customer",
      text,
      at,
      ticks: "sent",
      ...shown,
    });
    const delivered = await this.deliver(
      webhook(number, customer, [metaMessage(customer, id, at, content)]),
      hear,
    );
    if (delivered.status === 200) this.phone.tick(id, "delivered");
    return { ...delivered, id };
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
    const shown = this.phone
      .replies(addressOf(customer))
      .findLast(({ id, options }) => (quoting ? id === quoting : options?.includes(button)));
    const [id, payload] = [
      quoting ?? shown?.id ?? "",
      this.#payloads.get(shown?.id ?? "")?.get(button) ?? button,
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
    const [id, at] = [this.#newId(), this.#options.clock.now()];
    this.phone.add({
      id,
      customer: addressOf(customer),
      business: number.phoneNumberId,
      from: "business",
      by: "person",
      text,
      at,
      ticks: "sent",
    });
    return { ...(await this.deliver(echoWebhook(number, customer, { id, at, text }), hear)), id };
  }

  async preference(
    customer: SimulatedCustomer,
    value: "stop" | "resume",
    number = this.#firstNumber(),
    hear?: HearProgress,
  ): Promise<Delivered> {
    if (value === "stop") this.marketingStopped.add(addressOf(customer));
    else this.marketingStopped.delete(addressOf(customer));
    return this.deliver(preferenceWebhook(number, customer, value, this.#options.clock.now()), hear);
  }

  /** Repeats until the response is 200. */
  async deliver(payload: unknown, hear?: HearProgress): Promise<Delivered> {
    const delayed = this.#options.hold?.({ url: this.webhookUrl, body: JSON.stringify(payload) });
    if (delayed?.released) hear?.({ kind: "held" });
    await delayed?.released;
    return deliverToWebhook(payload, {
      url: this.webhookUrl,
      appSecret: this.#options.credentials()?.appSecrets[0] ?? "",
      fetch: this.#options.fetch,
      pause: this.#background.pause,
      signal: this.#background.signal,
      retryAfter: this.retryAfter,
      onAnswer: (status) => {
        delayed?.delivered();
        hear?.({ kind: "answered", status });
      },
    });
  }

  /** The customer wrote last at `at`. The window closes 24 h later. */
  lastWrote(customer: SimulatedCustomer, at: number, number = this.#firstNumber()): void {
    this.#known.meet(customer, namesOf(customer));
    this.#known.wrote(number.phoneNumberId, customer, at);
  }

  meet = (customer: SimulatedCustomer): void => this.#known.meet(customer, namesOf(customer));

  #firstNumber(): MetaNumber {
    const [number] = this.#options.numbers;
    if (!number) throw new Error("no number of the settings belongs to Meta");
    return number;
  }

  #newId = () => `wamid.${randomBytes(24).toString("base64")}`;
}

const namesOf = (customer: SimulatedCustomer) => [
  userIdOf(customer),
  ...(customer.phone ? [customer.phone] : []),
];
