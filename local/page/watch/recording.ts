import type { Provider } from "../../../lib/domain/inbound/inbound.ts";
import type { ServiceRequest } from "../../http/service.ts";
import type { Board } from "../board.ts";
import type { Numbers } from "../people/numbers.ts";

const MAX_WEBHOOKS = 2_000;
const MAX_REPEATABLE = 200;

type Delivered = Pick<ServiceRequest, "path" | "headers" | "body">;

type Webhook = { at: number; provider: Provider; body: string };

/** For `wa replay`: people's webhooks, and what the phones showed for them. */
export type SessionFile = {
  format: "chatsby-whatsapp-session";
  version: 1;
  exportedAt: number;
  numbers: readonly { name: string; provider: Provider; address: string }[];
  webhooks: readonly Webhook[];
  replies: readonly { at: number; number: string; customer: string; text: string }[];
};

/** Deliveries at the front door, the last 2,000. */
export class Recording {
  readonly webhooks: Webhook[] = [];
  /** By message, the newest last. */
  readonly #delivered = new Map<string, Delivered>();
  #last: Delivered | undefined;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  webhook(provider: Provider, messages: readonly string[], { path, headers, body }: ServiceRequest): void {
    this.#last = { path, headers, body };
    for (const message of messages) this.#delivered.set(message, this.#last);
    for (const oldest of this.#delivered.keys()) {
      if (this.#delivered.size <= MAX_REPEATABLE) break;
      this.#delivered.delete(oldest);
    }
    this.webhooks.push({ at: this.#now(), provider, body: body.toString("utf8") });
    if (this.webhooks.length > MAX_WEBHOOKS) this.webhooks.shift();
  }

  /** Without an id, the last of all. */
  delivered(message?: string): Delivered | undefined {
    return message === undefined ? this.#last : this.#delivered.get(message);
  }

  file(board: Board, numbers: Numbers): SessionFile {
    return {
      format: "chatsby-whatsapp-session",
      version: 1,
      exportedAt: this.#now(),
      numbers: numbers.all.map(({ name, provider, address }) => ({ name, provider, address })),
      webhooks: this.webhooks,
      replies: [...board.bubbles.values()]
        .filter(({ from, by }) => from === "business" && by === undefined)
        .map(({ at, number, customer, text }) => ({ at, number, customer, text })),
    };
  }
}
