import { randomBytes } from "node:crypto";
import type { Clock } from "../../application/ports.ts";
import { Acquaintances } from "../acquaintances.ts";
import { Background } from "../background.ts";
import { addressOf, type SimulatedCustomer } from "../customer.ts";
import { FaultPlan, withFault } from "../http/faults.ts";
import { type Answer, json, type Service, type ServiceRequest, startService } from "../http/service.ts";
import { Phone } from "../phone/phone.ts";
import { twilioError } from "./errors.ts";
import { inboundForm, type Params, statusForm, twilioAddress } from "./forms.ts";
import { readTwilioRequest, type TwilioRequest } from "./request.ts";
import { type Delivered, deliverForm } from "./webhooks.ts";

/** Version 3 of the typing indicator takes JSON; Twilio's older APIs take forms. */
function jsonOr(form: URLSearchParams, { headers, body }: ServiceRequest): URLSearchParams {
  return headers["content-type"] === "application/json" ? new URLSearchParams(JSON.parse(body.toString("utf8"))) : form;
}

const TICKS = ["sent", "delivered", "read", "failed"] as const;

type TwilioCredentials = { accountSid: string; authTokens: readonly string[] };
type MessageRequest = Extract<TwilioRequest, { kind: "message" }>;

export type FakeTwilioOptions = {
  /** The account's WhatsApp senders, `whatsapp:+14155238886`. */
  senders: readonly string[];
  /** Asked at every use, so that a rotated secret counts at once. */
  credentials(): TwilioCredentials | undefined;
  clock: Clock;
  fetch: typeof fetch;
};

/** Twilio's Messages API for WhatsApp: takes messages, shows them on phones, and delivers signed forms. */
export class FakeTwilio {
  readonly phone = new Phone();
  readonly faults = new FaultPlan();
  /** Every typing indicator asked for. */
  readonly typing: { messageId: string }[] = [];
  /** Which status callbacks follow an accepted message, and how long after the one before. */
  statuses: readonly { state: string; afterMs: number; code?: number }[] = [
    { state: "queued", afterMs: 10 },
    { state: "sent", afterMs: 30 },
    { state: "delivered", afterMs: 60 },
    { state: "read", afterMs: 120 },
  ];
  /** Where incoming messages go. The fragment asks for Twilio's retries, as the deployed URL does. */
  webhookUrl = "";
  readonly #options: FakeTwilioOptions;
  readonly #background = new Background();
  readonly #known = new Acquaintances();
  #service: Service | undefined;

  constructor(options: FakeTwilioOptions) {
    this.#options = options;
  }

  /** Base URL of the REST API and of the typing indicators. */
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

  /** Resolves when every status callback on its way was delivered or lost. */
  settled = () => this.#background.settled();

  /** A customer writes. Resolves when the webhook was answered; shows it on the phone. `extra`: further parameters of the form. */
  async say(
    customer: SimulatedCustomer,
    text: string,
    { to = this.#options.senders[0] ?? "", extra = {} }: { to?: string; extra?: Record<string, string> } = {},
  ): Promise<Delivered & { id: string }> {
    const id = `SM${randomBytes(16).toString("hex")}`;
    const at = this.#options.clock.now();
    this.lastWrote(customer, at);
    this.phone.add({ id, customer: addressOf(customer), business: to, from: "customer", text, at, ticks: "sent" });
    const accountSid = this.#options.credentials()?.accountSid ?? "";
    const delivered = await this.deliver(this.webhookUrl, inboundForm(customer, { id, accountSid, to, body: text, extra }));
    if (delivered.status === 200) this.phone.tick(id, "delivered");
    return { ...delivered, id };
  }

  /** Signs and delivers any form to any URL. */
  deliver(url: string, params: Params): Promise<Delivered> {
    const authToken = this.#options.credentials()?.authTokens[0] ?? "";
    return deliverForm(url, params, { authToken, fetch: this.#options.fetch, signal: this.#background.signal });
  }

  /** The customer wrote last at `at`; older than 24 h closes the window. */
  lastWrote(customer: SimulatedCustomer, at: number): void {
    this.#known.wrote(customer, [twilioAddress(customer)], at);
  }

  async #handle(request: ServiceRequest): Promise<Answer> {
    const { accountSid, authTokens = [] } = this.#options.credentials() ?? {};
    const allowed = authTokens.map((token) => `Basic ${Buffer.from(`${accountSid}:${token}`).toString("base64")}`);
    if (!allowed.includes(request.headers.authorization ?? "")) return twilioError(20003, "Authenticate");
    const form = new URLSearchParams(request.body.toString("utf8"));
    if (request.method === "POST" && request.path === "/v3/Indicators/Typing.json") return this.#showTyping(jsonOr(form, request));
    if (request.method !== "POST" || request.path !== `/2010-04-01/Accounts/${accountSid}/Messages.json`)
      return twilioError(20404, "The requested resource was not found");
    const asked = readTwilioRequest(form, this.#options.senders);
    if (asked.kind === "refused") return twilioError(asked.code, asked.message);
    return withFault(this.faults.take(), {
      accept: async () => this.#accept(accountSid ?? "", asked),
      refuse: (code, status) => twilioError(code, "Planned by the simulation", status),
      pause: this.#background.pause,
    });
  }

  #showTyping(form: URLSearchParams): Answer {
    const messageId = form.get("messageId") ?? "";
    if (!/^(SM|MM)[0-9a-f]{32}$/i.test(messageId)) return twilioError(20001, "messageId is not valid");
    if (form.get("channel") !== "WHATSAPP") return twilioError(20001, "channel is not valid");
    this.typing.push({ messageId });
    const customer = this.phone.messages.find(({ id }) => id === messageId)?.customer;
    if (customer) this.phone.typing.add(customer);
    this.phone.tick(messageId, "read");
    return json(200, { success: true });
  }

  #accept(accountSid: string, asked: MessageRequest): Answer {
    const id = `SM${randomBytes(16).toString("hex")}`;
    const { now } = this.#options.clock;
    const answer = json(201, {
      sid: id,
      status: "queued",
      account_sid: accountSid,
      from: asked.from,
      to: asked.to,
      body: asked.body,
      num_segments: "1",
      num_media: "0",
      direction: "outbound-api",
      api_version: "2010-04-01",
      date_created: new Date(now()).toUTCString(),
      error_code: null,
      error_message: null,
      uri: `/2010-04-01/Accounts/${accountSid}/Messages/${id}.json`,
    });
    if (!asked.template && !this.#known.windowIsOpen(asked.to, now())) {
      this.#tell(accountSid, id, asked, [{ state: "failed", afterMs: 30, code: 63016 }]);
      return answer;
    }
    const customer = this.#known.find(asked.to);
    const address = customer ? addressOf(customer) : asked.to.replace(/^whatsapp:\+?/, "");
    const reference = asked.statusCallback && (new URL(asked.statusCallback).searchParams.get("ref") ?? undefined);
    this.phone.add({
      id,
      customer: address,
      business: asked.from,
      from: "business",
      text: asked.body,
      at: now(),
      ...(reference && { reference }),
    });
    this.#tell(accountSid, id, asked, this.statuses);
    return answer;
  }

  #tell(accountSid: string, id: string, { from, to, statusCallback }: MessageRequest, statuses: FakeTwilio["statuses"]): void {
    this.#background.run(async () => {
      for (const { state, afterMs, code } of statuses) {
        await this.#background.pause(afterMs);
        const ticks = TICKS.find((each) => each === state);
        if (ticks) this.phone.tick(id, ticks);
        if (!statusCallback) continue;
        await this.deliver(statusCallback, statusForm({ id, accountSid, from, to, state, ...(code !== undefined && { code }) }));
      }
    });
  }
}
