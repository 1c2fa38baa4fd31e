import type { Clock } from "../lib/application/ports/ports.ts";

/**
 * Can be moved ahead. Threads with the same `shared` see the same time. Times that others measure, such as
 * queue delays, stay real.
 */
export class MovableClock implements Clock {
  /** The offset in milliseconds: one 64-bit integer. */
  readonly shared = new SharedArrayBuffer(8);
  readonly #ahead = new BigInt64Array(this.shared);
  readonly #listeners: (() => unknown)[] = [];

  get offset(): number {
    return Number(Atomics.load(this.#ahead, 0));
  }

  readonly now = (): number => Date.now() + this.offset;

  /** Resolves when everything due at the new time has started. */
  async move(milliseconds: number): Promise<void> {
    Atomics.add(this.#ahead, 0, BigInt(Math.trunc(milliseconds)));
    await this.#tell();
  }

  /** Back to the real time. What happened meanwhile then lies in the future. */
  async reset(): Promise<void> {
    Atomics.store(this.#ahead, 0, 0n);
    await this.#tell();
  }

  /** Moving the clock waits for the listener's promise. */
  onMove(listener: () => unknown): void {
    this.#listeners.push(listener);
  }

  async #tell(): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener()));
  }
}
