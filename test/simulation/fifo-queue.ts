type Stored = {
  id: number;
  group: string;
  body: string;
  visibleAt: number;
  receives: number;
  receipt: number;
  sentAt: number;
};

export type Received = { id: string; group: string; body: string; receipt: string; receives: number };

const DEDUPLICATION_WINDOW = 5 * 60_000;

/**
 * SQS FIFO as AWS documents it: a group's messages come in order, and none while one of them is in flight;
 * repeats of a deduplication id within five minutes of its first send are dropped, even after that one was
 * deleted; after `maxReceives` a message moves to the dead-letter queue.
 */
export class FifoQueue {
  readonly dead: Stored[] = [];
  readonly #now: () => number;
  readonly #options: { delay: number; visibility: number; maxReceives: number };
  #messages: Stored[] = [];
  readonly #seen = new Map<string, number>();
  #counter = 0;

  constructor(now: () => number, options: { delay: number; visibility: number; maxReceives: number }) {
    this.#now = now;
    this.#options = options;
  }

  send(group: string, body: string, deduplicationId: string) {
    const now = this.#now();
    const seen = this.#seen.get(deduplicationId);
    if (seen !== undefined && now < seen + DEDUPLICATION_WINDOW) return;
    this.#seen.set(deduplicationId, now);
    this.#messages.push({
      id: this.#counter++,
      group,
      body,
      visibleAt: now + this.#options.delay,
      receives: 0,
      receipt: 0,
      sentAt: now,
    });
  }

  /** Of any groups that are free. */
  receive(most: number, pickGroup: (groups: number) => number): Received[] {
    const received: Received[] = [];
    const groups = [...new Set(this.#messages.map(({ group }) => group))].filter((group) =>
      this.#free(group),
    );
    while (groups.length > 0 && received.length < most) {
      const [group] = groups.splice(pickGroup(groups.length), 1);
      for (const message of this.#messages.filter((each) => each.group === group)) {
        if (received.length >= most || message.visibleAt > this.#now()) break;
        message.receives++;
        if (message.receives > this.#options.maxReceives) {
          this.#messages = this.#messages.filter((each) => each !== message);
          this.dead.push(message);
          continue;
        }
        message.receipt = ++this.#counter;
        message.visibleAt = this.#now() + this.#options.visibility;
        received.push({
          id: String(message.id),
          group: message.group,
          body: message.body,
          receipt: String(message.receipt),
          receives: message.receives,
        });
      }
    }
    return received;
  }

  changeVisibility(receipt: string, milliseconds: number) {
    const message = this.#received(receipt);
    if (message) message.visibleAt = this.#now() + milliseconds;
  }

  delete(receipt: string) {
    const message = this.#received(receipt);
    this.#messages = this.#messages.filter((each) => each !== message);
  }

  get size() {
    return this.#messages.length;
  }

  /** By its latest receipt, while it is in flight. */
  #received(receipt: string) {
    return this.#messages.find(
      (message) => String(message.receipt) === receipt && message.visibleAt > this.#now(),
    );
  }

  #free(group: string): boolean {
    const [head, ...rest] = this.#messages.filter((message) => message.group === group);
    const inFlight = (message: Stored) => message.receives > 0 && message.visibleAt > this.#now();
    return head !== undefined && head.visibleAt <= this.#now() && !rest.some(inFlight);
  }
}
