/** What happens when: the earliest first, at the same time the first planned. A binary heap. */
export class EventQueue<Event> {
  readonly #times: number[] = [];
  readonly #orders: number[] = [];
  readonly #events: Event[] = [];
  #planned = 0;

  get size(): number {
    return this.#times.length;
  }

  push(at: number, event: Event): void {
    this.#times.push(at);
    this.#orders.push(this.#planned++);
    this.#events.push(event);
    for (let child = this.size - 1; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!this.#isBefore(child, parent)) return;
      this.#swap(child, parent);
      child = parent;
    }
  }

  pop(): { at: number; event: Event } | undefined {
    if (this.size === 0) return undefined;
    this.#swap(0, this.size - 1);
    const [at, event] = [this.#times.pop(), this.#events.pop()];
    this.#orders.pop();
    for (let parent = 0; ; ) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2])
        if (child < this.size && this.#isBefore(child, least)) least = child;
      if (least === parent) break;
      this.#swap(parent, least);
      parent = least;
    }
    return { at: at as number, event: event as Event };
  }

  #isBefore(one: number, other: number): boolean {
    const difference = (this.#times[one] ?? 0) - (this.#times[other] ?? 0);
    return difference < 0 || (difference === 0 && (this.#orders[one] ?? 0) < (this.#orders[other] ?? 0));
  }

  #swap(one: number, other: number): void {
    for (const list of [this.#times, this.#orders, this.#events] as unknown[][]) {
      const kept = list[one];
      list[one] = list[other];
      list[other] = kept;
    }
  }
}
