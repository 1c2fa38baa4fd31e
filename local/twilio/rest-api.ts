import { randomBytes } from "node:crypto";
import type { Clock } from "../../lib/application/ports/ports.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import type { Acquaintances } from "../acquaintances.ts";
import type { Background } from "../background.ts";
import { addressOf } from "../customer.ts";
import { type FaultPlan, withFault } from "../http/faults.ts";
import { type Answer, json, type ServiceRequest } from "../http/service.ts";
import type { Phone } from "../phone/phone.ts";
import { answerAccountCall, type FakeTwilioAccount } from "./account.ts";
import { contentPage, type TwilioContent } from "./contents.ts";
import { twilioError } from "./errors.ts";
import { type Params, statusForm } from "./forms.ts";
import { mediaKindOf } from "./media.ts";
import { readTwilioRequest, type TwilioRequest } from "./request.ts";
import type { TwilioMedia } from "./stored-media.ts";

/** Version 3 of the typing indicator takes JSON; Twilio's older APIs take forms. */
function jsonOr(form: URLSearchParams, { headers, body }: ServiceRequest): URLSearchParams {
  return headers["content-type"] === "application/json"
    ? new URLSearchParams(JSON.parse(body.toString("utf8")))
    : form;
}

const TICKS = ["sent", "delivered", "read", "failed"] as const;
const TYPING_PATH = "/v3/Indicators/Typing.json";
const CONTENTS_PATH = "/v1/ContentAndApprovals";

export type PlannedCallback = { state: string; afterMs: number; code?: number };
export type TwilioCredentials = { accountSid: string; authTokens: readonly string[] };
type MessageRequest = Extract<TwilioRequest, { kind: "message" }>;

/** The public fields of FakeTwilio. */
export type TwilioState = {
  readonly account: FakeTwilioAccount;
  readonly media: TwilioMedia;
  readonly phone: Phone;
  readonly faults: FaultPlan;
  readonly lookupFaults: FaultPlan;
  readonly typing: { messageId: string }[];
  readonly optedOut: Set<string>;
  readonly unread: Set<string>;
  statuses: readonly PlannedCallback[];
  contents: readonly TwilioContent[];
  strangerWindow: "open" | "closed";
  refusesFiles: boolean;
};

type Parts = {
  senders: readonly string[];
  credentials(): TwilioCredentials | undefined;
  clock: Clock;
  background: Background;
  known: Acquaintances;
  deliver(url: string, params: Params): Promise<unknown>;
  registered(url: string): void;
};

/** An opt-out applies to one sender. */
export const optOutKey = (sender: string, customer: string) => `${sender} ${customer}`;

/** https://www.twilio.com/docs/messaging/api/message-resource */
export class RestApi {
  readonly #state: TwilioState;
  readonly #parts: Parts;

  constructor(state: TwilioState, parts: Parts) {
    this.#state = state;
    this.#parts = parts;
  }

  async handle(request: ServiceRequest): Promise<Answer> {
    const { credentials, senders } = this.#parts;
    const { accountSid = "", authTokens = [] } = credentials() ?? {};
    const allowed = authTokens.map(
      (token) => `Basic ${Buffer.from(`${accountSid}:${token}`).toString("base64")}`,
    );
    const { account, media } = this.#state;
    if (account.tokenRevoked || !allowed.includes(request.headers.authorization ?? ""))
      return twilioError(20003, "Authenticate");
    const answer =
      answerAccountCall(request, { ...this.#parts, account, accountSid }) ??
      media.answer(request, accountSid);
    if (answer) return answer;
    const form = new URLSearchParams(request.body.toString("utf8"));
    const { contents, faults, lookupFaults } = this.#state;
    const route = `${request.method} ${request.path}`;
    if (route === `GET ${CONTENTS_PATH}`) {
      const url = `http://${request.headers.host}${CONTENTS_PATH}`;
      return this.#withFault(lookupFaults, () => contentPage(contents, request.query, accountSid, url));
    }
    if (route === `POST ${TYPING_PATH}`) return this.#showTyping(jsonOr(form, request));
    if (route !== `POST /2010-04-01/Accounts/${accountSid}/Messages.json`)
      return twilioError(20404, "The requested resource was not found");
    const senderOf = (service: string, to: string) =>
      this.#state.account.missing.has(service) ? undefined : this.#senderFor(to);
    const message = readTwilioRequest(form, { senders, contents, senderOf });
    if (message.kind === "refused") return twilioError(message.code, message.message);
    if (this.#state.optedOut.has(optOutKey(message.from, message.to)))
      return twilioError(21610, "Attempt to send to unsubscribed recipient");
    return this.#withFault(faults, () => this.#accept(accountSid, message));
  }

  /** A messaging service uses the sender that the customer wrote to. */
  #senderFor(to: string): string | undefined {
    const { senders, known, clock } = this.#parts;
    return senders.find((sender) => known.window(sender, to, clock.now()) === "open") ?? senders[0];
  }

  #withFault(plan: FaultPlan, accept: () => Answer): Promise<Answer> {
    return withFault(plan.take(), {
      accept: async () => accept(),
      refuse: (code, status) => twilioError(code, "Planned by the simulation", status),
      pause: this.#parts.background.pause,
    });
  }

  #showTyping(form: URLSearchParams): Answer {
    const { typing, phone } = this.#state;
    const messageId = form.get("messageId") ?? "";
    if (!/^(SM|MM)[0-9a-f]{32}$/i.test(messageId)) return twilioError(20001, "messageId is not valid");
    if (form.get("channel") !== "WHATSAPP") return twilioError(20001, "channel is not valid");
    typing.push({ messageId });
    const customer = phone.messages.find(({ id }) => id === messageId)?.customer;
    if (customer) phone.typing.add(customer);
    phone.tick(messageId, "read");
    return json(200, { success: true });
  }

  #accept(accountSid: string, message: MessageRequest): Answer {
    const { from, to, body, media, service } = message;
    const id = `${media.length > 0 ? "MM" : "SM"}${randomBytes(16).toString("hex")}`;
    const failure = this.#failure(message);
    const { unread, statuses } = this.#state;
    const reported = unread.has(this.#addressOf(message.to))
      ? statuses.filter(({ state }) => state !== "read")
      : statuses;
    if (failure === undefined) this.#show(id, message);
    this.#tell(
      accountSid,
      id,
      message,
      failure === undefined ? reported : [{ state: "failed", afterMs: 30, code: failure }],
    );
    return json(201, {
      sid: id,
      // The service chooses the sender later.
      status: service ? "accepted" : "queued",
      account_sid: accountSid,
      messaging_service_sid: service ?? null,
      from: service ? null : from,
      to,
      body,
      num_segments: service ? "0" : "1",
      num_media: String(media.length),
      direction: "outbound-api",
      api_version: "2010-04-01",
      date_created: new Date(this.#parts.clock.now()).toUTCString(),
      error_code: null,
      error_message: null,
      uri: `/2010-04-01/Accounts/${accountSid}/Messages/${id}.json`,
    });
  }

  /** Reported by a callback only: outside the window only approved templates arrive. */
  #failure({ from, to, template, media }: MessageRequest): number | undefined {
    const { known, clock } = this.#parts;
    const status = template?.content.approval_requests.status;
    if (status === "approved") return undefined;
    if (status === "paused" || status === "disabled") return status === "paused" ? 63041 : 63042;
    if (media.length > 0 && this.#state.refusesFiles) return 63019;
    const seen = known.window(from, to, clock.now());
    return (seen === "stranger" ? this.#state.strangerWindow : seen) === "open" ? undefined : 63016;
  }

  #addressOf(to: string): string {
    const customer = this.#parts.known.find(to);
    return customer ? addressOf(customer) : to.replace(/^whatsapp:\+?/, "");
  }

  #show(id: string, { from, to, body, media, place, template, statusCallback }: MessageRequest): void {
    const [file] = media;
    const shown = file === undefined ? undefined : mediaKindOf(file);
    // By Twilio's page WhatsApp shows no text with these.
    const words = shown?.kind === "document" || shown?.kind === "audio" ? "" : body;
    const where = place?.split("|")[1] ?? place?.replace(/^geo:/, "");
    const reference = statusCallback && (new URL(statusCallback).searchParams.get("ref") ?? undefined);
    this.#state.phone.add({
      id,
      customer: this.#addressOf(to),
      business: from,
      from: "business",
      text: [where, words].filter(Boolean).join("\n") || (shown?.label ?? ""),
      ...omitUndefined({ kind: shown?.kind, template: template?.content.sid }),
      ...(file !== undefined && { link: { url: file } }),
      ...(place !== undefined && { kind: "location" }),
      ...(template && template.options.length > 0 && { options: template.options }),
      at: this.#parts.clock.now(),
      ...(reference && { reference }),
    });
  }

  #tell(
    accountSid: string,
    id: string,
    { from, to, service, statusCallback }: MessageRequest,
    statuses: readonly PlannedCallback[],
  ): void {
    const { background, deliver } = this.#parts;
    background.run(async () => {
      for (const { state, afterMs, code } of statuses) {
        await background.pause(afterMs);
        const ticks = TICKS.find((each) => each === state);
        if (ticks) this.#state.phone.tick(id, ticks);
        if (!statusCallback) continue;
        await deliver(
          statusCallback,
          statusForm({
            id,
            accountSid,
            from,
            to,
            state,
            ...(service && { service }),
            ...omitUndefined({ code }),
          }),
        );
      }
    });
  }
}
