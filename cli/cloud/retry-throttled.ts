import { Throttled } from "../aws.ts";
import type { Io } from "../io.ts";

const MIN_WAIT_MS = 3_000;
const MAX_WAIT_MS = 30_000;
const MAX_TRIES = 6;

/** The wait doubles after each refusal, and starts again after a success. */
export function backoff(minWaitMs = MIN_WAIT_MS) {
  let waitMs = minWaitMs;
  return {
    answered(): number {
      waitMs = minWaitMs;
      return waitMs;
    },
    refused(): number {
      waitMs = Math.min(MAX_WAIT_MS, waitMs * 2);
      return waitMs;
    },
  };
}

/** Returns `undefined` when AWS limits the calls: ask again later. */
export async function unlessThrottled<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Throttled) return undefined;
    throw error;
  }
}

/** The pauses grow. Throws Throttled in the end. */
export async function retryThrottled<Result>(
  { sleep }: Pick<Io, "sleep">,
  ask: () => Promise<Result>,
): Promise<Result> {
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
