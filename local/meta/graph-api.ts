import type { Fetch } from "../../lib/adapters/http/fetch.ts";
import type { Clock } from "../../lib/application/ports/ports.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { DAY_MS } from "../../lib/domain/time.ts";
import type { Acquaintances } from "../acquaintances.ts";
import type { Background } from "../background.ts";
import { addressOf, type SimulatedCustomer } from "../customer.ts";
import { type FaultPlan, withFault } from "../http/faults.ts";
import { type Answer, json, type ServiceRequest } from "../http/service.ts";
import type { Phone } from "../phone/phone.ts";
import { answerAccountCall, type FakeMetaAccount, numberAnswer } from "./account.ts";
import { metaError } from "./errors.ts";
import { templatePage } from "./lookups.ts";
import type { MetaMedia } from "./media.ts";
import type { MetaNumber } from "./payloads.ts";
import { type MetaRequest, readMetaRequest } from "./request.ts";
import type { PlannedStatus, StatusReports } from "./statuses.ts";
import type { MetaTemplate } from "./templates.ts";

const PATH = /^\/v\d+\.\d+\/(\d+)(?:\/(\w+))?$/;

type MessageRequest = Extract<MetaRequest, { kind: "message" }>;

/** The public fields of FakeMeta. */
export type MetaState = {
  readonly account: FakeMetaAccount;
  readonly media: MetaMedia;
  readonly phone: Phone;
  readonly faults: FaultPlan;
  readonly lookupFaults: FaultPlan;
  readonly reads: { messageId: string; typing: boolean }[];
  readonly lost: { id: string; to: string }[];
  readonly marketingStopped: Set<string>;
  readonly unread: Set<string>;
  statuses: readonly PlannedStatus[];
  templates: readonly MetaTemplate[];
  messagingLimit: string;
  dailyLimit: number | undefined;
  windowRefusal: "status" | "response";
  refusesFiles: boolean;
  strangerWindow: "open" | "closed";
};

type Parts = {
  numbers: readonly MetaNumber[];
  accessToken(): string | undefined;
  appSecrets(): readonly string[];
  fetch: Fetch;
  clock: Clock;
  background: Background;
  known: Acquaintances;
  reports: StatusReports;
  newId(): string;
  registered(url: string): void;
  offered(id: string, payloads: ReadonlyMap<string, string>): void;
};

/**
 * Businesses' requests to the Graph API.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
export class GraphApi {
  readonly #state: MetaState;
  readonly #parts: Parts;
  /** When the business last sent a template into a closed window, by customer. */
  readonly #begun = new Map<string, number>();

  constructor(state: MetaState, parts: Parts) {
    this.#state = state;
    this.#parts = parts;
  }

  async handle(request: ServiceRequest): Promise<Answer> {
    const { numbers, accessToken } = this.#parts;
    const token = accessToken();
    const { account, media } = this.#state;
    const answer = await answerAccountCall(request, { ...this.#parts, account });
    if (answer) return answer;
    if (!token || request.headers.authorization !== `Bearer ${token}`)
      return metaError(190, "Invalid OAuth access token");
    const file = media.answer(request);
    if (file) return file;
    const [, id, edge] = PATH.exec(request.path) ?? [];
    const number = numbers.find(
      ({ phoneNumberId, wabaId }) => id === (edge === "message_templates" ? wabaId : phoneNumberId),
    );
    if (!id || ![undefined, "messages", "message_templates"].includes(edge))
      return metaError(100, "Unsupported request", 404);
    if (!number) return metaError(33, "There is no such id, or the token may not use it");
    if (request.method === "GET" && edge !== "messages") return this.#lookUp(number, edge, request);
    if (request.method === "POST" && edge === "messages") return this.#take(number, request.body);
    return metaError(100, "Unsupported request", 404);
  }

  #lookUp(number: MetaNumber, edge: string | undefined, request: ServiceRequest): Promise<Answer> {
    const { account, templates, messagingLimit, lookupFaults } = this.#state;
    return this.#withFault(lookupFaults, () =>
      edge
        ? templatePage(templates, request.query, `http://${request.headers.host}${request.path}`)
        : numberAnswer(request, number, account, messagingLimit),
    );
  }

  async #take(number: MetaNumber, body: Buffer): Promise<Answer> {
    const request = readMetaRequest(body, this.#state.templates);
    if (request.kind === "refused") return metaError(request.code, request.details);
    if (this.#state.account.registrations.get(number.phoneNumberId)?.registered === false)
      return metaError(133010, "Phone number not registered");
    if (request.kind === "read") return this.#markRead(request);
    return this.#withFault(this.#state.faults, () => this.#accept(number, request));
  }

  #withFault(plan: FaultPlan, accept: () => Answer): Promise<Answer> {
    return withFault(plan.take(), {
      accept: async () => accept(),
      refuse: (code, status) => metaError(code, "Planned by the simulation", status),
      pause: this.#parts.background.pause,
    });
  }

  #markRead({ messageId, typing }: { messageId: string; typing: boolean }): Answer {
    const { phone, reads } = this.#state;
    reads.push({ messageId, typing });
    const customer = phone.messages.find(({ id }) => id === messageId)?.customer;
    if (customer && typing) phone.typing.add(customer);
    phone.tick(messageId, "read");
    return json(200, { success: true });
  }

  #accept(number: MetaNumber, request: MessageRequest): Answer {
    const { to, input, by } = request;
    const id = this.#parts.newId();
    const contact = by === "phone" ? { input, wa_id: to } : { input, user_id: to };
    const answer = json(200, { messaging_product: "whatsapp", contacts: [contact], messages: [{ id }] });
    if (by === "lost") {
      this.#state.lost.push({ id, to });
      return answer;
    }
    const customer = this.#parts.known.find(to) ?? {
      name: "Customer",
      ...(by === "phone" ? { phone: to } : { userId: to }),
    };
    const refusal = this.#refusal(number, customer, request);
    if (refusal && !refusal.later) return metaError(refusal.code, "Message failed to send.");
    if (!refusal) this.#show(number, customer, id, request);
    const statuses = this.#statusesOf(customer, request);
    this.#parts.reports.tell(
      number,
      customer,
      refusal ? [{ state: "failed", afterMs: 30, code: refusal.code }] : statuses,
      {
        id,
        toPhone: by === "phone",
        category: request.content.template?.category.toLowerCase() ?? "service",
        ...omitUndefined({ reference: request.reference }),
      },
    );
    return answer;
  }

  /** A reaction gets only `sent`. */
  #statusesOf(customer: SimulatedCustomer, { content }: MessageRequest): readonly PlannedStatus[] {
    const { unread, statuses } = this.#state;
    if (content.kind === "reaction") return statuses.filter(({ state }) => state === "sent");
    return unread.has(addressOf(customer)) ? statuses.filter(({ state }) => state !== "read") : statuses;
  }

  /** `later`: reported by a status only. */
  #refusal(
    number: MetaNumber,
    customer: SimulatedCustomer,
    { to, content }: MessageRequest,
  ): { code: number; later: boolean } | undefined {
    const { marketingStopped, windowRefusal, strangerWindow, dailyLimit } = this.#state;
    const { known, clock } = this.#parts;
    const seen = known.window(number.phoneNumberId, to, clock.now());
    const open = (seen === "stranger" ? strangerWindow : seen) === "open";
    const { template, kind, quoting } = content;
    if (kind === "reaction" && !this.#state.phone.messages.some(({ id }) => id === quoting))
      return { code: 131009, later: true };
    if (content.link && this.#state.refusesFiles) return { code: 131053, later: true };
    if (!template) return open ? undefined : { code: 131047, later: windowRefusal === "status" };
    const address = addressOf(customer);
    if (template.category === "MARKETING" && marketingStopped.has(address))
      return { code: 131050, later: true };
    // A customer who never wrote has no window, whatever the simulation allows.
    if (seen === "open") return undefined;
    if (dailyLimit !== undefined && this.#begunBesides(address) >= dailyLimit)
      return { code: 131048, later: false };
    this.#begun.set(address, clock.now());
    return undefined;
  }

  #begunBesides(address: string): number {
    const since = this.#parts.clock.now() - DAY_MS;
    return [...this.#begun].filter(([each, at]) => each !== address && at > since).length;
  }

  #show(
    number: MetaNumber,
    customer: SimulatedCustomer,
    id: string,
    { content, reference, replyTo }: MessageRequest,
  ): void {
    const { text, kind, options, template, payloads, link, quoting = replyTo } = content;
    if (payloads) this.#parts.offered(id, payloads);
    this.#state.phone.add({
      id,
      customer: addressOf(customer),
      business: number.phoneNumberId,
      from: "business",
      text,
      ...omitUndefined({ kind, template: template?.name }),
      ...(options && options.length > 0 && { options }),
      at: this.#parts.clock.now(),
      ...omitUndefined({ reference, quoting, link }),
    });
  }
}
