import { DAY_MS } from "../lib/domain/time.ts";
import { type SimulatedCustomer, userIdOf } from "./customer.ts";

/**
 * The customer service window: free-form replies for 24 h after the customer's last message to that number.
 */
const WINDOW_MS = DAY_MS;

export class Acquaintances {
  readonly #customers = new Map<string, SimulatedCustomer>();
  /** By business number, then by user id: that is the same however often somebody is met. */
  readonly #lastWrote = new Map<string, Map<string, number>>();

  /** `names`: all addresses that the provider may use for the customer. */
  meet(customer: SimulatedCustomer, names: readonly string[]): void {
    for (const name of names) this.#customers.set(name, customer);
  }

  wrote(business: string, customer: SimulatedCustomer, at: number): void {
    const times = this.#lastWrote.get(business) ?? new Map<string, number>();
    this.#lastWrote.set(business, times.set(userIdOf(customer), at));
  }

  find(name: string): SimulatedCustomer | undefined {
    return this.#customers.get(name);
  }

  /** A window belongs to the number that the customer wrote to. "stranger": has never written here. */
  window(business: string, name: string, now: number): "open" | "closed" | "stranger" {
    const customer = this.find(name);
    if (!customer) return "stranger";
    const at = this.#lastWrote.get(business)?.get(userIdOf(customer));
    return at !== undefined && now < at + WINDOW_MS ? "open" : "closed";
  }
}
