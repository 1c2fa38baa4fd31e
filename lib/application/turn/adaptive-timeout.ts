/** `timeouts`: in a row, without an answer in between, each of another customer than the one before. All others are multiples of the full time. */
export type TimeoutRule = {
  timeouts: number;
  /** For a question to an agent that seems to hang. Halves with each probe, down to `shortestTime`. */
  shortTime: number;
  shortestTime: number;
  /** From the last full time to the first probe. Doubles with each probe, up to `probeEvery`. */
  firstProbe: number;
  probeEvery: number;
};

/** Compared with others by `npm run bench -- queue-model`: docs/decisions/0044-a-shorter-wait-for-an-agent-that-hangs.md. */
export const TIMEOUT_RULE: TimeoutRule = {
  timeouts: 4,
  shortTime: 1 / 4,
  shortestTime: 1 / 8,
  firstProbe: 2,
  probeEvery: 4,
};

/** Clocks and timers disagree by milliseconds. */
const TIMED_OUT_SHARE = 0.9;

/** A customer's question, and how long it may take. */
export type Call = { session: string; startedAt: number; timeoutMs: number };

/** `probedAt`: when the last question with the full time began. */
type Hang = { shortMs: number; probedAt: number; nextProbeMs: number };

/**
 * A circuit breaker that never opens: how long one process waits for the agent. An agent that hangs would keep each
 * worker for the full time at each attempt, and all customers waiting behind it. So after some time-outs in a row
 * questions get a short time. Now and then one is a probe with the full time, which finds an agent that is only slow.
 * The first answer restores the full time, and so does a failure before the short time has ended: it keeps no worker.
 */
export class AdaptiveTimeout {
  readonly #fullMs: number;
  readonly #rule: TimeoutRule;
  #timeouts = 0;
  /** When something was last heard of the agent, or a time-out counted. */
  #countedAt = Number.NEGATIVE_INFINITY;
  /** Whose time-out was counted last. */
  #session: string | undefined;
  #hang: Hang | undefined;

  constructor(fullMs: number, rule = TIMEOUT_RULE) {
    this.#fullMs = fullMs;
    this.#rule = rule;
  }

  /** While the agent seems to hang. */
  get shortMs(): number {
    return this.#hang?.shortMs ?? this.#fullMs * this.#rule.shortTime;
  }

  /** At the start of a question, `availableMs` before its deadline. */
  begin(session: string, now: number, availableMs: number): Call {
    return { session, startedAt: now, timeoutMs: Math.min(availableMs, this.#allowedMs(now, availableMs)) };
  }

  #allowedMs(now: number, availableMs: number): number {
    if (!this.#hang) return this.#fullMs;
    const sinceMs = now - this.#hang.probedAt;
    // Also after the clock was set back.
    const isDue = sinceMs < 0 || sinceMs >= this.#hang.nextProbeMs;
    if (!isDue || availableMs < this.#fullMs)
      // What is asked beside a probe may last as long: the worker is kept anyway.
      return Math.max(this.#hang.shortMs, this.#fullMs - Math.max(0, sinceMs));
    this.#hang = {
      shortMs: Math.max(this.#hang.shortMs / 2, this.#fullMs * this.#rule.shortestTime),
      probedAt: now,
      nextProbeMs: Math.min(this.#hang.nextProbeMs * 2, this.#fullMs * this.#rule.probeEvery),
    };
    return this.#fullMs;
  }

  /** The agent has answered, or failed. Returns what has changed for the questions that follow. */
  end(
    { session, startedAt, timeoutMs }: Call,
    now: number,
    answered: boolean,
  ): "shortened" | "restored" | undefined {
    const timedOut = !answered && now - startedAt >= TIMED_OUT_SHARE * Math.min(timeoutMs, this.shortMs);
    if (!timedOut) return this.#restore(now);
    // Questions that were asked together are one sign, and so is one that is asked again and again: it may be the
    // only one that takes so long. Too near a deadline says nothing of the agent.
    const isNew = startedAt >= this.#countedAt && session !== this.#session;
    if (this.#hang || !isNew || timeoutMs < TIMED_OUT_SHARE * this.#fullMs) return undefined;
    this.#session = session;
    this.#countedAt = now;
    this.#timeouts++;
    if (this.#timeouts < this.#rule.timeouts) return undefined;
    this.#hang = {
      shortMs: this.shortMs,
      probedAt: startedAt,
      nextProbeMs: this.#fullMs * this.#rule.firstProbe,
    };
    return "shortened";
  }

  #restore(now: number): "restored" | undefined {
    const wasShort = this.#hang !== undefined;
    this.#timeouts = 0;
    this.#session = undefined;
    this.#countedAt = now;
    this.#hang = undefined;
    return wasShort ? "restored" : undefined;
  }
}
