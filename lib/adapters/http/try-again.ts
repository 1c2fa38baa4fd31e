import { IntegrationError } from "../../application/ports/integration-error.ts";
import type { Clock } from "../../application/ports/ports.ts";

type Patience = {
  /** In milliseconds, one before each further attempt. */
  pauses: readonly number[];
  isWorth(error: IntegrationError): boolean;
  pause(milliseconds: number): Promise<void>;
  clock: Clock;
  deadline: number;
};

/** Calls again as long as it is worth it and there is time. Throws the last error. */
export async function tryAgain<Value>(call: () => Promise<Value>, patience: Patience): Promise<Value> {
  const { isWorth, pause, clock, deadline } = patience;
  const [next, ...pauses] = patience.pauses;
  try {
    return await call();
  } catch (error) {
    if (next === undefined || clock.now() + next >= deadline) throw error;
    if (!(error instanceof IntegrationError) || !isWorth(error)) throw error;
    await pause(next);
    return tryAgain(call, { ...patience, pauses });
  }
}

const NOT_NOW = new Set(["timeout", "no_time", "http_429"]);

/** A fault that is often over at once. */
export const isTransient = ({ code, retry, retryAfter }: IntegrationError) =>
  retry === "later" && retryAfter === undefined && !NOT_NOW.has(code);
