import type { Queue } from "./batches.ts";

/** SQS counts twelve hours from the first receive; no single wait is that long. */
const MAX_SECONDS = 3600;

export const sqsPostpone =
  ({ client, queueUrl }: Queue) =>
  async (receiptHandle: string, seconds: number): Promise<void> => {
    const VisibilityTimeout = Math.min(MAX_SECONDS, Math.max(0, Math.ceil(seconds)));
    await client.changeMessageVisibility({
      QueueUrl: queueUrl,
      ReceiptHandle: receiptHandle,
      VisibilityTimeout,
    });
  };

export const sqsRemove =
  ({ client, queueUrl }: Queue) =>
  async (receiptHandle: string): Promise<void> => {
    await client.deleteMessage({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle });
  };
