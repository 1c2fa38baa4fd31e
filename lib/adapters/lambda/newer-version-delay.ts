import type { SQSRecord } from "aws-lambda";

const MIN_SECONDS = 60;
const MAX_SECONDS = 3600;

/**
 * 1, 2, 4 … 60 minutes, about as long as the message has waited already: neither a deploy nor a rollback of
 * days costs many receives.
 */
export const secondsUntilNewer = ({ attributes }: SQSRecord) =>
  Math.min(MIN_SECONDS * 2 ** Math.max(0, Number(attributes.ApproximateReceiveCount) - 1), MAX_SECONDS);
