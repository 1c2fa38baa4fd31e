import type { HeldWebhook, LeavingWebhook } from "../../hooks.ts";
import { isOfPeople, readWebhook } from "../watch/webhook-reader.ts";

function isMessage({ url, body }: LeavingWebhook): boolean {
  const at = URL.parse(url);
  const request = { method: "POST", body: Buffer.from(body) };
  const webhook = at && readWebhook({ ...request, path: at.pathname, query: at.searchParams });
  return webhook ? isOfPeople(webhook) : false;
}

type Delayed = { release(): void; delivered: Promise<void> };

/** Delivers delayed webhooks last first, each after the previous response. Statuses are not delayed. */
export class DelayedWebhooks {
  /** 0: none. */
  #count = 0;
  #delayed: Delayed[] = [];
  #delivering: Promise<void> = Promise.resolve();
  readonly #tell: () => void;

  constructor(tell: () => void) {
    this.#tell = tell;
  }

  get state(): { held: number; count: number } | undefined {
    return this.#count > 0 ? { held: this.#delayed.length, count: this.#count } : undefined;
  }

  /** The last planned one is not delayed: it leaves at once, and the others follow. */
  readonly hold = (webhook: LeavingWebhook): HeldWebhook | undefined => {
    if (this.#count === 0 || !isMessage(webhook)) return undefined;
    const [released, delivered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    this.#delayed.push({ release: released.resolve, delivered: delivered.promise });
    const isLast = this.#delayed.length >= this.#count;
    if (isLast) void this.release();
    else this.#tell();
    return { released: isLast ? undefined : released.promise, delivered: delivered.resolve };
  };

  plan(count: number): Promise<void> {
    this.#count = count;
    if (this.#delayed.length >= count) return this.release();
    this.#tell();
    return Promise.resolve();
  }

  /** Resolves when all delayed webhooks have a response. */
  release(): Promise<void> {
    const leaving = this.#delayed.reverse();
    this.#delayed = [];
    this.#count = 0;
    this.#tell();
    this.#delivering = this.#deliver(leaving, this.#delivering);
    return this.#delivering;
  }

  /** Resolves when no released webhook is on its way. */
  settled = (): Promise<void> => this.#delivering;

  async #deliver(leaving: readonly Delayed[], before: Promise<void>): Promise<void> {
    await before;
    for (const { release, delivered } of leaving) {
      release();
      await delivered;
    }
  }
}
