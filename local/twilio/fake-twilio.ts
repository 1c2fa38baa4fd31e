import { randomBytes } from "node:crypto";
import type { Fetch } from "../../lib/adapters/http/fetch.ts";
import type { Clock } from "../../lib/application/ports/ports.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { Acquaintances } from "../acquaintances.ts";
import { Background } from "../background.ts";
import { addressOf, type SimulatedCustomer } from "../customer.ts";
import type { HearProgress, Hooks } from "../hooks.ts";
import { FaultPlan } from "../http/faults.ts";
import { type Service, startService, type Watch, watched } from "../http/service.ts";
import { Phone, type PhoneMessage } from "../phone/phone.ts";
import { type SentFile, shownFile } from "../sent-file.ts";
import { FakeTwilioAccount } from "./account.ts";
import { DEMO_CONTENTS, type TwilioContent } from "./contents.ts";
import { inboundForm, type Params, twilioAddress } from "./forms.ts";
import { OPT_OUT_ANSWERS, optOutTypeOf } from "./opt-out.ts";
import {
  optOutKey,
  type PlannedCallback,
  RestApi,
  type TwilioCredentials,
  type TwilioState,
} from "./rest-api.ts";
import { TwilioMedia } from "./stored-media.ts";
import { type Delivered, deliverForm, formOf } from "./webhooks.ts";

type Sent = Delivered & { id: string };
/** `extra`: further form parameters. `kind`, `quoting`, `shown`: what the phone shows. */
type Sending = Pick<Partial<PhoneMessage>, "id" | "kind" | "quoting" | "file"> & {
  to?: string;
  extra?: Record<string, string>;
  shown?: string;
  hear?: HearProgress;
};

export type FakeTwilioOptions = {
  /** `whatsapp:+14155238886` */
  senders: readonly string[];
  /** Read at every use: a rotated secret counts at once. */
  credentials(): TwilioCredentials | undefined;
  clock: Clock;
  fetch: Fetch;
  watch?: Watch;
  hold?: Hooks["hold"];
};

const newId = (kind: "SM" | "MM" = "SM") => `${kind}${randomBytes(16).toString("hex")}`;

/** Twilio's Messages API for WhatsApp: accepts messages, shows them on phones, and delivers signed forms. */
export class FakeTwilio implements TwilioState {
  readonly phone = new Phone();
  readonly account = new FakeTwilioAccount();
  /** What customers sent besides words. */
  readonly media: TwilioMedia;
  readonly faults = new FaultPlan();
  readonly lookupFaults = new FaultPlan();
  readonly typing: { messageId: string }[] = [];
  /**
   * Twilio itself handles STOP, START and HELP, and reports it in the webhook. Off: they are ordinary words,
   * as for a plain WhatsApp sender.
   */
  advancedOptOut = false;
  /** `<sender> <customer>` in Twilio's form: messages to them are refused with 21610. */
  readonly optedOut = new Set<string>();
  /** Customers, by address, with read receipts off. */
  readonly unread = new Set<string>();
  /** Callbacks after an accepted message, and the pause before each. */
  statuses: readonly PlannedCallback[] = [
    { state: "queued", afterMs: 10 },
    { state: "sent", afterMs: 30 },
    { state: "delivered", afterMs: 60 },
    { state: "read", afterMs: 120 },
  ];
  contents: readonly TwilioContent[] = DEMO_CONTENTS;
  /**
   * Whether customers who never wrote through this fake may get replies: webhooks from elsewhere do not pass
   * this fake.
   */
  strangerWindow: "open" | "closed" = "open";
  /** Files are accepted, and fail as if they could not be fetched. */
  refusesFiles = false;
  /** The fragment asks for Twilio's retries, as the deployed URL does. */
  webhookUrl = "";
  readonly #options: FakeTwilioOptions;
  readonly #background = new Background();
  readonly #known = new Acquaintances();
  #service: Service | undefined;

  constructor(options: FakeTwilioOptions) {
    this.#options = options;
    this.media = new TwilioMedia({ clock: options.clock, pause: this.#background.pause });
  }

  get url(): string {
    return this.#service?.url ?? "";
  }

  async start(): Promise<void> {
    const { senders, credentials, clock } = this.#options;
    const deliver = (url: string, params: Params) => this.deliver(url, params);
    const registered = (url: string) => {
      this.webhookUrl = url;
    };
    const parts = {
      senders,
      credentials,
      clock,
      background: this.#background,
      known: this.#known,
      deliver,
      registered,
    };
    await this.media.start();
    const api = new RestApi(this, parts);
    this.#service = await startService(
      {},
      watched(this.#options.watch, (request) => api.handle(request)),
    );
  }

  async stop(): Promise<void> {
    await this.#background.stop();
    await this.#service?.stop();
    await this.media.stop();
  }

  /** No status callback is on its way. */
  get idle(): boolean {
    return this.#background.idle;
  }

  /** Resolves when all status callbacks on their way are delivered or lost. */
  settled = () => this.#background.settled();

  /** A customer writes. Shows the message on the phone; resolves after the webhook's response. */
  async say(
    customer: SimulatedCustomer,
    text: string,
    { id = newId(), to = this.#firstSender(), extra = {}, shown = text, hear, ...about }: Sending = {},
  ): Promise<Sent> {
    const at = this.#options.clock.now();
    this.lastWrote(customer, at, to);
    this.phone.add({
      id,
      customer: addressOf(customer),
      business: to,
      from: "customer",
      text: shown,
      at,
      ticks: "sent",
      ...about,
    });
    const optOut = this.#applyKeyword(customer, text, to);
    const accountSid = this.#options.credentials()?.accountSid ?? "";
    const form = inboundForm(customer, { id, accountSid, to, body: text, extra: { ...optOut, ...extra } });
    const delivered = await this.deliver(this.webhookUrl, form, hear);
    if (delivered.status === 200) this.phone.tick(id, "delivered");
    return { ...delivered, id };
  }

  async sendFile(
    customer: SimulatedCustomer,
    file: SentFile,
    {
      caption = "",
      extra,
      ...sending
    }: Omit<Sending, "id" | "kind" | "file" | "shown"> & { caption?: string } = {},
  ): Promise<Sent> {
    const message = newId("MM");
    const id = this.media.keep(file, message);
    const account = this.#options.credentials()?.accountSid ?? "";
    const form = this.media.formOf(id, file, { caption, account, url: this.url, message });
    const { text: shown, ...about } = shownFile(file, id, caption);
    const all = { ...form.extra, ...extra };
    return this.say(customer, form.body, { ...sending, ...about, id: message, extra: all, shown });
  }

  /** A quick reply of a template; default: the last template on the phone. */
  async tap(
    customer: SimulatedCustomer,
    button: string,
    { quoting, to = this.#firstSender(), hear }: { quoting?: string; to?: string; hear?: HearProgress } = {},
  ) {
    const shown = this.phone
      .replies(addressOf(customer))
      .findLast(({ options }) => options?.includes(button));
    const content = this.contents.find(({ sid }) => sid === shown?.template);
    const payload =
      content?.types["twilio/quick-reply"]?.actions.find(({ title }) => title === button)?.id ?? button;
    const reply = { OriginalRepliedMessageSid: quoting ?? shown?.id ?? "", OriginalRepliedMessageSender: to };
    return this.say(customer, button, {
      to,
      ...omitUndefined({ hear }),
      quoting: reply.OriginalRepliedMessageSid,
      extra: { MessageType: "button", ButtonText: button, ButtonPayload: payload, ...reply },
    });
  }

  async deliver(url: string, params: Params, hear?: HearProgress): Promise<Delivered> {
    const delayed = this.#options.hold?.({ url, body: formOf(params) });
    if (delayed?.released) hear?.({ kind: "held" });
    await delayed?.released;
    return deliverForm(url, params, {
      authToken: this.#options.credentials()?.authTokens[0] ?? "",
      fetch: this.#options.fetch,
      signal: this.#background.signal,
      onAnswer: (status) => {
        delayed?.delivered();
        hear?.({ kind: "answered", status });
      },
    });
  }

  /** The customer wrote last at `at`. The window closes 24 h later. */
  lastWrote(customer: SimulatedCustomer, at: number, to = this.#firstSender()): void {
    this.#known.meet(customer, [twilioAddress(customer)]);
    this.#known.wrote(to, customer, at);
  }

  meet = (customer: SimulatedCustomer): void => this.#known.meet(customer, [twilioAddress(customer)]);

  #firstSender = () => this.#options.senders[0] ?? "";

  /** Applies and confirms a STOP-like keyword. Returns the webhook's parameter for it. */
  #applyKeyword(customer: SimulatedCustomer, text: string, to: string): Record<string, string> {
    const type = this.advancedOptOut ? optOutTypeOf(text) : undefined;
    if (!type) return {};
    const key = optOutKey(to, twilioAddress(customer));
    const news = type === "HELP" || this.optedOut.has(key) !== (type === "STOP");
    if (type === "STOP") this.optedOut.add(key);
    if (type === "START") this.optedOut.delete(key);
    const at = this.#options.clock.now();
    if (news)
      this.phone.add({
        id: newId(),
        customer: addressOf(customer),
        business: to,
        from: "business",
        text: OPT_OUT_ANSWERS[type],
        at,
        ticks: "sent",
      });
    return { OptOutType: type };
  }
}
