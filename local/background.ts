import { setTimeout as sleep } from "node:timers/promises";

/** Ends with the service that started it. */
export class Background {
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();

  /** Nothing that was started still runs. */
  get idle(): boolean {
    return this.#running.size === 0;
  }

  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Rejects when stopped before. */
  readonly pause = (milliseconds: number): Promise<void> =>
    sleep(milliseconds, undefined, { signal: this.signal });

  run(work: () => Promise<void>): void {
    const running = work().catch((error: unknown) => {
      if (!this.signal.aborted) console.error("simulator:", error);
    });
    this.#running.add(running);
    void running.then(() => this.#running.delete(running));
  }

  /** Resolves when all started work has ended by itself. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.settled();
  }
}
