import type { Clock } from "../lib/application/ports/ports.ts";

/**
 * The time on this machine, which can be moved on to see what comes later. Threads that share `shared` see the same time.
 * What others count by themselves, such as the delays of queues, stays real.
 */
export class MovableClock implements Clock {
  /** Milliseconds by which it is ahead: one 64-bit integer. */
  readonly shared = new SharedArrayBuffer(8);
  readonly #ahead = new BigInt64Array(this.shared);
  readonly #listeners: (() => unknown)[] = [];

  get offset(): number {
    return Number(Atomics.load(this.#ahead, 0));
  }

  readonly now = (): number => Date.now() + this.offset;

  /** Resolves when everything that was due by the new time has begun. */
  async move(milliseconds: number): Promise<void> {
    Atomics.add(this.#ahead, 0, BigInt(Math.trunc(milliseconds)));
    await this.#tell();
  }

  /** The real time again: what happened meanwhile then lies in the future. */
  async reset(): Promise<void> {
    Atomics.store(this.#ahead, 0, 0n);
    await this.#tell();
  }

  /** The move waits for what the listener gives. */
  onMove(listener: () => unknown): void {
    this.#listeners.push(listener);
  }

  async #tell(): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener()));
  }
}
