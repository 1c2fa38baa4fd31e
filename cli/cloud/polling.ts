import { Throttled } from "../aws.ts";
import type { Io } from "../io.ts";

const MIN_WAIT_MS = 3_000;
const MAX_WAIT_MS = 30_000;
const MAX_TRIES = 6;

/** How long to wait before AWS is asked again: twice as long after each refusal, and the shortest time again after an answer. */
export function backoff(shortestMs = MIN_WAIT_MS) {
  let waitMs = shortestMs;
  return {
    answered(): number {
      waitMs = shortestMs;
      return waitMs;
    },
    refused(): number {
      waitMs = Math.min(MAX_WAIT_MS, waitMs * 2);
      return waitMs;
    },
  };
}

/** `undefined` when AWS was asked too often, which means "not yet". */
export async function unlessThrottled<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Throttled) return undefined;
    throw error;
  }
}

/** Asks again, later each time, while AWS was asked too often. Throws Throttled in the end. */
export async function patiently<Result>({ sleep }: Pick<Io, "sleep">, ask: () => Promise<Result>): Promise<Result> {
  const wait = backoff();
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Throttled) || attempt >= MAX_TRIES) throw error;
      await sleep(wait.refused());
    }
  }
}
