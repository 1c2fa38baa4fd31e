/**
 * USD for 1,000 answered messages besides the worker, at one a second: nothing is batched. The arithmetic and the
 * prices of us-east-1 are in docs/performance.md.
 */
const BESIDE_THE_WORKER = {
  httpApi: 0.004,
  webhook: 0.005,
  delivery: 0.001,
  requests: 0.002,
  dynamodb: 0.009,
  sqs: 0.005,
  logs: 0.004,
  events: 0.002,
};

/** Arm: https://aws.amazon.com/lambda/pricing/ */
const USD_PER_GIGABYTE_SECOND = 0.0000133334;

/** For 1,000 messages. `workerSeconds`: of each. */
export const workerUsd = (workerSeconds: number, megabytes: number): number =>
  1_000 * workerSeconds * (megabytes / 1_024) * USD_PER_GIGABYTE_SECOND;

export const thousandMessagesUsd = (workerSeconds: number, megabytes: number): number =>
  Object.values(BESIDE_THE_WORKER).reduce((sum, usd) => sum + usd, workerUsd(workerSeconds, megabytes));
