import { type Answer, ConnectionError } from "./post.ts";

type Json = Readonly<Record<string, unknown>>;

/** AWS has refused a call. The name is AWS's own, for example ConditionalCheckFailedException. No text of AWS is kept. */
export class AwsRefusal extends Error {
  readonly status: number;
  /** The stored item that a condition did not hold for, if the call asked for it. */
  readonly Item?: unknown;
  /** The refusal came of our wrong clock, which is corrected now. */
  readonly isClockCorrected: boolean;
  constructor(name: string, status: number, facts: { Item: unknown; isClockCorrected: boolean }) {
    super(`AWS refused a call with ${status}`);
    this.name = name;
    this.status = status;
    this.isClockCorrected = facts.isClockCorrected;
    if (facts.Item !== undefined) this.Item = facts.Item;
  }
}

/** The answer did not come whole. */
class BrokenAnswer extends Error {
  constructor() {
    super("an answer of AWS cannot be read");
    this.name = "BrokenAnswer";
  }
}

const THROTTLING: ReadonlySet<string> = new Set([
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "TransactionInProgressException",
]);

const TRANSIENT_STATUS: ReadonlySet<number> = new Set([500, 502, 503, 504]);
const TRANSIENT_NAMES: ReadonlySet<string> = new Set(["RequestTimeout", "RequestTimeoutException"]);

export const isThrottling = (error: unknown) =>
  error instanceof AwsRefusal && (error.status === 429 || THROTTLING.has(error.name));

/** Whether the same call may succeed in a moment. */
export const isTransient = (error: unknown) =>
  error instanceof ConnectionError ||
  error instanceof BrokenAnswer ||
  isThrottling(error) ||
  (error instanceof AwsRefusal &&
    (TRANSIENT_STATUS.has(error.status) || TRANSIENT_NAMES.has(error.name) || error.isClockCorrected));

/** `com.amazonaws.dynamodb.v20120810#Name:http://…` in whole or in part. */
const nameIn = (type: unknown) =>
  typeof type === "string" ? /^(?:[^#]*#)?([\w.-]+)/.exec(type)?.[1] : undefined;

function parsed(body: string): Json | undefined {
  try {
    return body === "" ? {} : (JSON.parse(body) as Json);
  } catch {
    return undefined;
  }
}

/** Throws AwsRefusal, or a BrokenAnswer. */
export function readAnswer({ status, headers, body }: Answer, isClockCorrected: boolean): Json {
  const found = parsed(body);
  if (status >= 200 && status < 300) {
    if (!found) throw new BrokenAnswer();
    return found;
  }
  const name = nameIn(found?.__type) ?? nameIn(found?.code) ?? nameIn(headers["x-amzn-errortype"]);
  throw new AwsRefusal(name ?? "Unknown", status, { Item: found?.Item, isClockCorrected });
}
