import type { Clock } from "../lib/application/ports/ports.ts";

/**
 * Can be moved ahead, never back: what happened would lie in the future. Threads with the same `shared` see
 * the same time. Times that others measure, such as queue delays, stay real.
 */
export class MovableClock implements Clock {
  /** The offset in milliseconds: one 64-bit integer. */
  readonly shared = new SharedArrayBuffer(8);
  readonly #ahead = new BigInt64Array(this.shared);
  readonly #listeners: (() => unknown)[] = [];

  /** Milliseconds ahead. */
  constructor(offset = 0) {
    Atomics.store(this.#ahead, 0, BigInt(offset));
  }

  get offset(): number {
    return Number(Atomics.load(this.#ahead, 0));
  }

  readonly now = (): number => Date.now() + this.offset;

  /** Resolves when everything due at the new time has started. */
  async move(milliseconds: number): Promise<void> {
    Atomics.add(this.#ahead, 0, BigInt(Math.trunc(milliseconds)));
    await Promise.all(this.#listeners.map((listener) => listener()));
  }

  /** Moving the clock waits for the listener's promise. */
  onMove(listener: () => unknown): void {
    this.#listeners.push(listener);
  }
}
