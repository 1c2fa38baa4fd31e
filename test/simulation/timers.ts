/** `isOver`: there is no need to run it any more. */
export type Timer = { at: number; order: number; isOver: boolean; run(): void };

const isBefore = (one: Timer, other: Timer) =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

/** Timers by time, and by order where the time is the same: a binary heap. */
export class Timers {
  readonly #heap: Timer[] = [];

  get first(): Timer | undefined {
    while (this.#heap[0]?.isOver) this.removeFirst();
    return this.#heap[0];
  }

  add(timer: Timer) {
    let at = this.#heap.length;
    this.#heap.push(timer);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = this.#heap[above];
      if (!parent || isBefore(parent, timer)) break;
      this.#heap[at] = parent;
      at = above;
    }
    this.#heap[at] = timer;
  }

  removeFirst() {
    const last = this.#heap.pop();
    const { length } = this.#heap;
    if (!last || length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      const [left, right] = [this.#heap[below], this.#heap[below + 1]];
      if (!left) break;
      if (right && isBefore(right, left)) below++;
      const least = this.#heap[below];
      if (!least || isBefore(last, least)) break;
      this.#heap[at] = least;
      at = below;
    }
    this.#heap[at] = last;
  }
}
