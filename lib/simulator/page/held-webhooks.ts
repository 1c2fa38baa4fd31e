import { setTimeout as pause } from "node:timers/promises";
import { record } from "../../adapters/http/json.ts";
import { parseMetaWebhook } from "../../adapters/meta/parse.ts";
import { isOfPeople } from "./webhook-reader.ts";

/** Between two that are let go, so that they arrive in that order. */
const APART = 60;

/** Twilio's parameters are a list, Meta's payload an object. */
function isMessage(webhook: unknown): boolean {
  if (Array.isArray(webhook)) return webhook.some((pair) => Array.isArray(pair) && pair[0] === "SmsStatus" && pair[1] === "received");
  return record(webhook) !== undefined && isOfPeople({ provider: "meta", events: parseMetaWebhook(webhook) });
}

/** Keeps customers' webhooks back and delivers them last first. Statuses go on. */
export class HeldWebhooks {
  /** How many are to be held; 0 = none. */
  #count = 0;
  readonly #held: (() => void)[] = [];
  readonly #tell: () => void;

  constructor(tell: () => void) {
    this.#tell = tell;
  }

  get state(): { held: number; count: number } | undefined {
    return this.#count > 0 ? { held: this.#held.length, count: this.#count } : undefined;
  }

  readonly hold = async (webhook: unknown): Promise<void> => {
    if (this.#count === 0 || !isMessage(webhook)) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.push(resolve);
    if (this.#held.length >= this.#count) void this.release();
    else this.#tell();
    await promise;
  };

  plan(count: number): void {
    this.#count = count;
    this.#tell();
  }

  async release(): Promise<void> {
    const going = this.#held.splice(0).reverse();
    this.#count = 0;
    this.#tell();
    for (const go of going) {
      go();
      await pause(APART);
    }
  }
}
