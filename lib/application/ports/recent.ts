import type { Clock } from "./ports.ts";

/**
 * How old a number's switch and rollout may be when a part leaves. `switch` and `rollout` promise 30 s: the rest
 * is for the send itself.
 */
export const NUMBER_CONTROLS_MAX_AGE_MS = 10_000;

/** What this process has read a moment ago. Ages by when the read began, not by its use. */
export class Recent<Value> {
  private readonly kept = new Map<string, { value: Value; at: number }>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  now(): number {
    return this.clock.now();
  }

  /** `undefined`: it must be read. A clock that was set back makes it so, too. */
  get(key: string): { value: Value } | undefined {
    const known = this.kept.get(key);
    if (!known) return undefined;
    const ageMs = this.clock.now() - known.at;
    return ageMs >= 0 && ageMs < NUMBER_CONTROLS_MAX_AGE_MS ? known : undefined;
  }

  /** Reads that overlap may end in any order: that which began last counts. */
  keep(key: string, value: Value, at: number): void {
    const known = this.kept.get(key);
    if (!known || known.at <= at || known.at > this.clock.now()) this.kept.set(key, { value, at });
  }
}
