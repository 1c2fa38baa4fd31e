import type { SQS } from "@aws-sdk/client-sqs";

/** How many a queue holds, also those that somebody has received just now. */
export async function queueLength(
  client: Pick<SQS, "getQueueAttributes">,
  queueUrl: string,
): Promise<number> {
  const { Attributes: found = {} } = await client.getQueueAttributes({
    QueueUrl: queueUrl,
    AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
  });
  return (
    Number(found.ApproximateNumberOfMessages ?? 0) + Number(found.ApproximateNumberOfMessagesNotVisible ?? 0)
  );
}
