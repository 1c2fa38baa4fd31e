import { ChangeMessageVisibilityCommand, DeleteMessageCommand } from "@aws-sdk/client-sqs";
import type { Queue } from "./batches.ts";

/** SQS counts twelve hours from the first receive; we never wait so long at once. */
const MAX_SECONDS = 3600;

/** Hands a received message back to the queue: nobody sees it before `seconds` are over, rounded up to whole ones. */
export const sqsPostpone =
  ({ client, queueUrl }: Queue) =>
  async (receiptHandle: string, seconds: number): Promise<void> => {
    const VisibilityTimeout = Math.min(MAX_SECONDS, Math.max(0, Math.ceil(seconds)));
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout }));
  };

/** Takes a received message off the queue. */
export const sqsRemove =
  ({ client, queueUrl }: Queue) =>
  async (receiptHandle: string): Promise<void> => {
    await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }));
  };
