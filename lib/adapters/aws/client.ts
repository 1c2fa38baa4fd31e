import { CALL_LIMITS, type CallProfile, CallTimeout, concurrencyLimit, type Limits } from "./call-limits.ts";

type Client = { send(...call: never[]): unknown };

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
