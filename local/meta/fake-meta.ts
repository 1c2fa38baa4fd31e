import { randomBytes } from "node:crypto";
import type { Fetch } from "../../lib/adapters/http/fetch.ts";
import type { Clock } from "../../lib/application/ports/ports.ts";
import { Acquaintances } from "../acquaintances.ts";
import { Background } from "../background.ts";
import type { HearProgress, Hooks } from "../hooks.ts";
import { FaultPlan } from "../http/faults.ts";
import { type Service, startService, type Watch, watched } from "../http/service.ts";
import { Phone } from "../phone/phone.ts";
import { FakeMetaAccount } from "./account.ts";
import { GraphApi, type MetaState } from "./graph-api.ts";
import { MetaMedia } from "./media.ts";
import type { MetaNumber } from "./payloads.ts";
import { MetaPeople } from "./people.ts";
import { type PlannedStatus, StatusReports } from "./statuses.ts";
import { DEMO_TEMPLATES, type MetaTemplate } from "./templates.ts";
import { type Delivered, deliverToWebhook } from "./webhooks.ts";

type MetaCredentials = { appSecrets: readonly string[]; accessToken: string };
export type FakeMetaOptions = {
  numbers: readonly MetaNumber[];
  /** Read at every use: a rotated secret counts at once. */
  credentials(): MetaCredentials | undefined;
  clock: Clock;
  fetch: Fetch;
  watch?: Watch;
  hold?: Hooks["hold"];
};

/**
 * Meta's Cloud API: accepts messages, shows them on phones, and delivers signed webhooks. Read and change its
 * public fields.
 */
export class FakeMeta implements MetaState {
  readonly phone = new Phone();
  readonly account = new FakeMetaAccount();
  /** What customers sent besides words. */
  readonly media: MetaMedia;
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
  /** Files by link are accepted, and fail as if they could not be fetched. */
  refusesFiles = false;
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
  readonly #people: MetaPeople;
  #service: Service | undefined;

  constructor(options: FakeMetaOptions) {
    this.#options = options;
    this.media = new MetaMedia({ clock: options.clock, pause: this.#background.pause });
    this.#people = new MetaPeople({
      numbers: options.numbers,
      phone: this.phone,
      known: this.#known,
      clock: options.clock,
      media: this.media,
      payloads: this.#payloads,
      marketingStopped: this.marketingStopped,
      newId: this.#newId,
      delivers: (number) => this.account.delivers(number),
      deliver: (payload, hear) => this.deliver(payload, hear),
    });
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

  /** No status webhook is on its way. */
  get idle(): boolean {
    return this.#background.idle;
  }

  /** Resolves when all status webhooks on their way are delivered or dropped. */
  settled = () => this.#background.settled();

  /** A customer writes. Resolves after the webhook's response. */
  say: MetaPeople["say"] = (...given) => this.#people.say(...given);
  /** Any content in Meta's form: `{ type: "image", image: { … } }`. */
  send: MetaPeople["send"] = (...given) => this.#people.send(...given);
  sendFile: MetaPeople["sendFile"] = (...given) => this.#people.sendFile(...given);
  /** A quick reply of a template; default: the last template on the phone. */
  tap: MetaPeople["tap"] = (...given) => this.#people.tap(...given);
  /** Another app answers the conversation: our app only listens. */
  standby: MetaPeople["standby"] = (...given) => this.#people.standby(...given);
  /** A person at the business writes in the WhatsApp Business app. */
  echo: MetaPeople["echo"] = (...given) => this.#people.echo(...given);
  preference: MetaPeople["preference"] = (...given) => this.#people.preference(...given);
  /** The customer wrote last at `at`. The window closes 24 h later. */
  lastWrote: MetaPeople["lastWrote"] = (...given) => this.#people.lastWrote(...given);
  meet: MetaPeople["meet"] = (...given) => this.#people.meet(...given);

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

  #newId = () => `wamid.${randomBytes(24).toString("base64")}`;
}
