import type { SimulatedCustomer } from "./customer.ts";

/** The customer service window: replies are free in form for 24 h after the customer's last message to that number. */
const WINDOW = 24 * 3600_000;

/** Who wrote to a provider's numbers, and when last. */
export class Acquaintances {
  readonly #customers = new Map<string, SimulatedCustomer>();
  readonly #lastWrote = new Map<string, Map<SimulatedCustomer, number>>();

  /** `names`: all that the provider may call the customer by. */
  meet(customer: SimulatedCustomer, names: readonly string[]): void {
    for (const name of names) this.#customers.set(name, customer);
  }

  wrote(business: string, customer: SimulatedCustomer, at: number): void {
    const times = this.#lastWrote.get(business) ?? new Map<SimulatedCustomer, number>();
    this.#lastWrote.set(business, times.set(customer, at));
  }

  find(name: string): SimulatedCustomer | undefined {
    return this.#customers.get(name);
  }

  /** A window belongs to the number that the customer wrote to. "stranger": whoever never wrote here to any number. */
  window(business: string, name: string, now: number): "open" | "closed" | "stranger" {
    const customer = this.find(name);
    if (!customer) return "stranger";
    const at = this.#lastWrote.get(business)?.get(customer);
    return at !== undefined && now < at + WINDOW ? "open" : "closed";
  }
}
