export type Limits = {
  connectMs: number;
  /** Until the response of an attempt begins, connecting included. */
  attemptMs: number;
  attempts: number;
  /** Covers every attempt, the pauses between them, and the last byte of the response. */
  callMs: number;
};

/**
 * By who waits for the call. A connection that does not answer costs one attempt; the next one uses a new
 * connection. A failed call ends the work of its invocation, so two in a row must fit: a secret that cannot
 * be refreshed, then the call that gives up.
 */
export const CALL_LIMITS = {
  /** A provider or the agent waits: functions of 10 s; Twilio waits 15 s in all. */
  request: { connectMs: 1_000, attemptMs: 2_000, attempts: 2, callMs: 4_000 },
  /**
   * A queue or staff waits: functions of 29 s and more. Half of what the worker keeps free to send an answer.
   */
  work: { connectMs: 1_000, attemptMs: 2_000, attempts: 3, callMs: 7_000 },
  /** Somebody at a terminal, or AWS emulated on a laptop. CloudWatch takes many seconds to search logs. */
  person: { connectMs: 3_000, attemptMs: 20_000, attempts: 3, callMs: 60_000 },
  /** Engines that understand media: never twice, since a call may be paid. The caller has its own deadline. */
  media: { connectMs: 2_000, attemptMs: 60_000, attempts: 1, callMs: 60_000 },
  /** As `request`, on a busy machine: leaves time for a second attempt. */
  emulatedRequest: { connectMs: 3_000, attemptMs: 4_500, attempts: 2, callMs: 9_250 },
} as const satisfies Record<string, Limits>;

export type CallProfile = keyof typeof CALL_LIMITS;

/** The name tells it apart from a refusal in logs. */
export class CallTimeout extends Error {
  constructor(callMs: number) {
    super(`AWS did not answer within ${callMs} ms`);
    this.name = "TimeoutError";
  }
}

/** The number of the SDK's connections. The time of a call that waits for one of ours has not begun. */
export const MAX_AT_ONCE = 50;

/** After a timeout the waiting calls fail too: together they would outlast the invocation. */
export function concurrencyLimit() {
  let free = MAX_AT_ONCE;
  const waiting: { enter(): void; refuse(error: Error): void }[] = [];
  const leave = () => {
    const next = waiting.shift();
    if (next) next.enter();
    else free++;
  };
  return async <Result>(call: () => Promise<Result>): Promise<Result> => {
    if (free > 0) free--;
    else await new Promise<void>((enter, refuse) => waiting.push({ enter, refuse }));
    try {
      return await call();
    } catch (error) {
      if (error instanceof Error && error.name === "TimeoutError")
        for (const { refuse } of waiting.splice(0)) refuse(error);
      throw error;
    } finally {
      leave();
    }
  };
}
