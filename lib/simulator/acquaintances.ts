import type { SimulatedCustomer } from "./customer.ts";

/** The customer service window: replies are free in form for 24 h after the customer's last message. */
const WINDOW = 24 * 3600_000;

/** Who wrote to a provider, and when last. */
export class Acquaintances {
  readonly #customers = new Map<string, SimulatedCustomer>();
  readonly #lastWrote = new Map<SimulatedCustomer, number>();

  /** `names`: all that the provider may call the customer by. */
  wrote(customer: SimulatedCustomer, names: readonly string[], at: number): void {
    for (const name of names) this.#customers.set(name, customer);
    this.#lastWrote.set(customer, at);
  }

  find(name: string): SimulatedCustomer | undefined {
    return this.#customers.get(name);
  }

  /** A stranger's window counts as open: others may post webhooks too, of which this never hears. */
  windowIsOpen(name: string, now: number): boolean {
    const customer = this.#customers.get(name);
    const at = customer && this.#lastWrote.get(customer);
    return at === undefined || now - at <= WINDOW;
  }
}
