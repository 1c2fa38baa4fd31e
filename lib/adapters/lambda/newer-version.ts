import type { SQSRecord } from "aws-lambda";

const SHORTEST = 60;
const LONGEST = 3600;

/**
 * How long a message waits for the version that can read it, in seconds: 1, 2, 4 … 60 minutes, about as long as it has waited already.
 * Functions of one deploy change within minutes of each other, and a rollback may last for days: neither costs many receives.
 */
export const secondsUntilNewer = ({ attributes }: SQSRecord) =>
  Math.min(SHORTEST * 2 ** Math.max(0, Number(attributes.ApproximateReceiveCount) - 1), LONGEST);
