import { addressOf, DANA, type SimulatedCustomer, userIdOf } from "../../customer.ts";
import type { PageCustomer } from "../protocol/protocol.ts";

/** Without a phone number, as with a username, and from another country. Both invented. */
const SAM: SimulatedCustomer = { name: "Sam", userId: "US.51003004005006007008" };
const AMELIA: SimulatedCustomer = {
  name: "Amelia",
  phone: "447700900123",
  userId: "GB.61004005006007008009",
};

const MAX_CUSTOMERS = 200;

export class People {
  readonly #known = new Map<string, PageCustomer>();
  readonly #tell: (customer: PageCustomer) => void;

  constructor(tell: (customer: PageCustomer) => void) {
    this.#tell = tell;
    for (const customer of [DANA, SAM, AMELIA]) this.meet(customer);
  }

  get all(): readonly PageCustomer[] {
    return [...this.#known.values()];
  }

  find(id: string): PageCustomer | undefined {
    return this.#known.get(id);
  }

  meet(customer: SimulatedCustomer): PageCustomer {
    const id = addressOf(customer);
    const known = this.#known.get(id);
    if (known) return known;
    const userId = userIdOf(customer);
    const met: PageCustomer = { id, ...customer, userId, country: userId.slice(0, 2), readReceipts: true };
    this.#known.set(id, met);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_CUSTOMERS && oldest !== undefined) this.#known.delete(oldest);
    this.#tell(met);
    return met;
  }

  change(id: string, readReceipts: boolean): void {
    const known = this.#known.get(id);
    if (!known) return;
    const changed = { ...known, readReceipts };
    this.#known.set(id, changed);
    this.#tell(changed);
  }
}

export const asSimulated = ({ name, phone, userId }: PageCustomer): SimulatedCustomer => ({
  name,
  ...(phone && { phone }),
  userId,
});
