type Limits = {
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

type Client = { send(...call: never[]): unknown };

/** The name tells it apart from a refusal in logs. */
class CallTimeout extends Error {
  constructor(callMs: number) {
    super(`AWS did not answer within ${callMs} ms`);
    this.name = "TimeoutError";
  }
}

export const sdkSettings = ({ connectMs, attemptMs, attempts }: Limits) => ({
  maxAttempts: attempts,
  requestHandler: { connectionTimeout: connectMs, requestTimeout: attemptMs, throwOnRequestTimeout: true },
});

/** After `callMs` a CallTimeout aborts the request. */
async function within<Result>(
  callMs: number,
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const cut = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new CallTimeout(callMs));
      cut.abort();
    }, callMs);
  });
  try {
    return await Promise.race([call(cut.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The number of the SDK's connections. The time of a call that waits for one of ours has not begun. */
const MAX_AT_ONCE = 50;

/** After a timeout the waiting calls fail too: together they would outlast the invocation. */
function concurrencyLimit() {
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

/**
 * SQS's client calls the host in a queue's URL: it must use the region's endpoint like the others, or what
 * AWS_ENDPOINT_URL, AWS_USE_FIPS_ENDPOINT or a VPC endpoint names.
 */
const OWN_ENDPOINT = { useQueueUrlAsEndpoint: false };

type SendOptions = { abortSignal?: AbortSignal };

const either = (late: AbortSignal, callers: AbortSignal | undefined) =>
  callers ? AbortSignal.any([late, callers]) : late;

/**
 * An AWS client whose every call ends in time: the SDK's own timeouts end with the first byte of the
 * response.
 * No other code may create one (test/architecture.test.ts).
 */
export function awsClient<Config extends object, Made extends Client>(
  Service: new (config: Config) => Made,
  callProfile: CallProfile,
  config?: Partial<Config>,
): Made {
  const limits = CALL_LIMITS[callProfile];
  const client = new Service({ ...sdkSettings(limits), ...OWN_ENDPOINT, ...config } as Config);
  const send: (command: unknown, options?: SendOptions) => Promise<unknown> = client.send.bind(
    client,
  ) as never;
  const admit = concurrencyLimit();
  const bounded = (command: unknown, options?: SendOptions) =>
    admit(() =>
      within(limits.callMs, (late) =>
        send(command, { ...options, abortSignal: either(late, options?.abortSignal) }),
      ),
    );
  return Object.assign(client, { send: bounded });
}
