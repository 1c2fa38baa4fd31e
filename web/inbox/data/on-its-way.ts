import type { Chat } from "./people.ts";

const UNDER_WAY: readonly (string | undefined)[] = ["queued", "sending", "sent", "delivered"];
/** So many of the newest messages are followed. */
const LOOKED_AT = 10;

/** Of ours, not read yet. */
const isUnderWay = ({ messages }: Chat): boolean =>
  messages.slice(-LOOKED_AT).some(({ from, status }) => from !== "customer" && UNDER_WAY.includes(status));

const FIRST_MS = 2_000;
const MAX_MS = 300_000;

/**
 * When to read a chat again whose messages are under way. What a provider says of them changes nothing that
 * `/changes` looks at, so it is asked for, ever more rarely.
 */
export class StatusRhythm {
  #newest = "";
  #delayMs = FIRST_MS;
  #nextAt = 0;

  isDue(chat: Chat | undefined, now: number): boolean {
    if (!chat || !isUnderWay(chat)) return false;
    const newest = `${chat.conversation} ${chat.messages.at(-1)?.id}`;
    if (newest !== this.#newest) {
      this.#newest = newest;
      this.#delayMs = FIRST_MS;
      this.#nextAt = now + FIRST_MS;
      return false;
    }
    if (now < this.#nextAt) return false;
    this.#delayMs = Math.min(MAX_MS, this.#delayMs * 2);
    this.#nextAt = now + this.#delayMs;
    return true;
  }
}
