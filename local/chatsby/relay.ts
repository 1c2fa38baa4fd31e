import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { Background } from "../background.ts";
import { FaultPlan, withFault } from "../http/faults.ts";
import {
  type Answer,
  type Service,
  type ServiceRequest,
  startService,
  type Watch,
  watched,
} from "../http/service.ts";
import { chatsbyError } from "./errors.ts";

export type ChatsbyRelayOptions = {
  target: string;
  fetch: typeof fetch;
  /** Of a mapping: passed on, too. */
  headers?: readonly string[];
  watch?: Watch;
};

const PASSED = ["authorization", "content-type", "accept", "user-agent"];
const PASSED_BACK = ["content-type", "retry-after"];

const picked = (names: readonly string[], get: (name: string) => string | null | undefined) =>
  Object.fromEntries(names.flatMap((name) => (get(name) == null ? [] : [[name, get(name) ?? ""] as const])));

/** Forwards calls to an agent elsewhere, so that they can be watched, delayed and broken here. */
export class ChatsbyRelay {
  readonly faults = new FaultPlan();
  delayMs = 0;
  readonly #options: ChatsbyRelayOptions;
  readonly #background = new Background();
  #service: Service | undefined;

  constructor(options: ChatsbyRelayOptions) {
    this.#options = options;
  }

  get url(): string {
    return this.#service?.url ?? "";
  }

  async start(): Promise<void> {
    this.#service = await startService(
      {},
      watched(this.#options.watch, (request) => this.#handle(request)),
    );
  }

  async stop(): Promise<void> {
    await this.#background.stop();
    await this.#service?.stop();
  }

  async #handle(request: ServiceRequest): Promise<Answer> {
    const fault = this.faults.take();
    if (this.delayMs > 0) await this.#background.pause(this.delayMs);
    return withFault(fault, {
      accept: () => this.#passOn(request),
      refuse: (status) => chatsbyError(status, "planned", "Planned by the simulation."),
      pause: this.#background.pause,
    });
  }

  async #passOn({ method, path, rawQuery, headers, body }: ServiceRequest): Promise<Answer> {
    const { target, fetch, headers: more = [] } = this.#options;
    try {
      const response = await fetch(`${target.replace(/\/+$/, "")}${path}${rawQuery && `?${rawQuery}`}`, {
        method,
        headers: picked([...PASSED, ...more], (name) => headers[name]),
        ...(body.length > 0 && { body: new Uint8Array(body) }),
        redirect: "manual",
        signal: this.#background.signal,
      });
      const answer = Buffer.from(await response.arrayBuffer());
      return {
        status: response.status,
        headers: picked(PASSED_BACK, (name) => response.headers.get(name)),
        body: answer,
      };
    } catch {
      // The caller gets the same as we do: no connection.
      return "cut";
    }
  }
}

type Agent = NonNullable<SettingsFile["chatsby"]>;

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** An agent on this machine is called directly. */
export function relayTo({ apiUrl, dialect }: Agent, watch: Watch): ChatsbyRelay | undefined {
  if (apiUrl === undefined || LOOPBACK.includes(new URL(apiUrl).hostname)) return undefined;
  const mapped = typeof dialect === "object" ? Object.keys(dialect.headers ?? {}) : [];
  const headers = mapped.map((name) => name.toLowerCase());
  return new ChatsbyRelay({ target: apiUrl, fetch, headers, watch });
}
