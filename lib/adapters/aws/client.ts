type Limits = {
  /** Until the connection is there. */
  connectMs: number;
  /** Until an attempt's answer begins, connecting included. */
  attemptMs: number;
  attempts: number;
  /** Until the call has ended: every attempt, the pauses between them, and the answer's last byte. */
  callMs: number;
};

/**
 * How long a call to AWS may take, by who waits for it. One silent connection costs one attempt, and the next one is on a new connection.
 * A call that fails ends the work of its invocation, so two in a row (a secret that cannot be renewed, then the call that gives up) must fit.
 */
export const LIMITS = {
  /** A provider or the agent: functions of 10 s, and Twilio waits 15 s in all. */
  request: { connectMs: 1_000, attemptMs: 2_000, attempts: 2, callMs: 4_000 },
  /** A queue, or staff: functions of 29 s and more. Half of what the worker keeps free to send an answer that it has paid for. */
  work: { connectMs: 1_000, attemptMs: 2_000, attempts: 3, callMs: 7_000 },
  /** Somebody at a terminal, or a laptop that emulates AWS beside all else it does. CloudWatch searches logs for many seconds. */
  person: { connectMs: 3_000, attemptMs: 20_000, attempts: 3, callMs: 60_000 },
  /** The same functions as in `request`, with AWS emulated on a busy machine: a silent connection still leaves time for a second attempt. */
  emulatedRequest: { connectMs: 3_000, attemptMs: 4_500, attempts: 2, callMs: 9_250 },
} as const satisfies Record<string, Limits>;

export type CallProfile = keyof typeof LIMITS;

/** Every client of AWS's SDK, by the one method that matters here. */
type Client = { send(...call: never[]): unknown };

/** The call did not end in time. Named so that logs tell it from a refusal. */
class CallTimeout extends Error {
  constructor(callMs: number) {
    super(`AWS did not answer within ${callMs} ms`);
    this.name = "TimeoutError";
  }
}

/** The SDK's settings for such calls. */
export const settingsFor = ({ connectMs, attemptMs, attempts }: Limits) => ({
  maxAttempts: attempts,
  requestHandler: { connectionTimeout: connectMs, requestTimeout: attemptMs, throwOnRequestTimeout: true },
});

/** Ends with the call, or after `callMs` with a CallTimeout; the request is then cut off. */
async function within<Result>(callMs: number, call: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
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

/** As many as the SDK has connections: a call that waits for one of ours is not waiting for AWS, so its time has not begun. */
const MAX_AT_ONCE = 50;

/** Lets so many calls in at a time. When one found AWS silent, those behind it are not tried: together they would outlast the invocation. */
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
      if (error instanceof Error && error.name === "TimeoutError") for (const { refuse } of waiting.splice(0)) refuse(error);
      throw error;
    } finally {
      leave();
    }
  };
}

/**
 * Of SQS alone: it would call whatever host a queue's URL names. So it calls the region's endpoint like every other client, or what
 * AWS_ENDPOINT_URL, AWS_USE_FIPS_ENDPOINT or a VPC endpoint put in its place.
 */
const OWN_ENDPOINT = { useQueueUrlAsEndpoint: false };

/**
 * A client of AWS whose every call ends in time, whatever the other side does: nothing else may make one (test/architecture.test.ts).
 * The SDK's own time-outs end with the first byte of the answer, so a bound on the whole call is added to them.
 */
export function awsClient<Config extends object, Made extends Client>(
  Service: new (config: Config) => Made,
  callProfile: CallProfile,
  config?: Partial<Config>,
): Made {
  const limits = LIMITS[callProfile];
  const client = new Service({ ...settingsFor(limits), ...OWN_ENDPOINT, ...config } as Config);
  const send: (command: unknown, options?: object) => Promise<unknown> = client.send.bind(client) as never;
  const admit = concurrencyLimit();
  const bounded = (command: unknown, options?: object) =>
    admit(() => within(limits.callMs, (abortSignal) => send(command, { ...options, abortSignal })));
  return Object.assign(client, { send: bounded });
}
