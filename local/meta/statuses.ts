import type { Clock } from "../../lib/application/ports/ports.ts";
import type { DeliveryState } from "../../lib/domain/inbound/inbound.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import type { Background } from "../background.ts";
import type { SimulatedCustomer } from "../customer.ts";
import type { Phone } from "../phone/phone.ts";
import { type MetaNumber, type MetaStatus, statusWebhook } from "./payloads.ts";

/** Free replies per number and month. */
const FREE_MESSAGES = 1_000;

export type PlannedStatus = { state: DeliveryState; afterMs: number; code?: number };

type Message = Pick<MetaStatus, "id" | "toPhone" | "reference"> & {
  /** "service" for messages that are not templates. */
  category: string;
};

type Options = {
  phone: Phone;
  background: Background;
  clock: Clock;
  deliver(payload: unknown): Promise<unknown>;
};

export class StatusReports {
  readonly #options: Options;
  readonly #sent = new Map<string, number>();

  constructor(options: Options) {
    this.#options = options;
  }

  tell(
    number: MetaNumber,
    customer: SimulatedCustomer,
    statuses: readonly PlannedStatus[],
    message: Message,
  ): void {
    const { phone, background, clock, deliver } = this.#options;
    const { category, ...about } = message;
    background.run(async () => {
      for (const { state, afterMs, code } of statuses) {
        await background.pause(afterMs);
        phone.tick(message.id, state);
        const priced =
          state === "sent" ? { pricing: { category, billable: this.#isBilled(number, category) } } : {};
        const status = { ...about, state, at: clock.now(), ...priced, ...omitUndefined({ code }) };
        await deliver(statusWebhook(number, customer, status));
      }
    });
  }

  /** Templates are always billed. */
  #isBilled({ phoneNumberId }: MetaNumber, category: string): boolean {
    if (category !== "service") return true;
    const count = (this.#sent.get(phoneNumberId) ?? 0) + 1;
    this.#sent.set(phoneNumberId, count);
    return count > FREE_MESSAGES;
  }
}
