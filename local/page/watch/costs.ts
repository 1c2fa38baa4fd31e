import { ratesOf } from "../../../lib/domain/cost/vendor-rates.ts";
import { chatName } from "../board.ts";
import type { ChatFacts, ChatKey } from "../protocol/protocol.ts";

/** US dollars per billed message to a customer in the United States, where the page's customers live. */
const RATE_USD = ratesOf("US")?.service ?? 0;

const MAX_CHATS = 500;

export class Costs {
  readonly #counts = new Map<string, { free: number; billed: number }>();

  count(chat: ChatKey, billed: boolean): void {
    const { free, billed: known } = this.of(chat);
    this.#counts.set(
      chatName(chat),
      billed ? { free, billed: known + 1 } : { free: free + 1, billed: known },
    );
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > MAX_CHATS && oldest !== undefined) this.#counts.delete(oldest);
  }

  of(chat: ChatKey): ChatFacts["cost"] {
    const { free, billed } = this.#counts.get(chatName(chat)) ?? { free: 0, billed: 0 };
    return { free, billed, amount: Math.round(billed * RATE_USD * 10_000) / 10_000, rate: RATE_USD };
  }
}
