import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { awsClient } from "../../../lib/adapters/aws/client.ts";
import type { Emulator } from "../emulator.ts";

/** Reads the deployed queues, and sends unreadable messages. */
export function queuesOf({ client }: Emulator) {
  const sqs = awsClient(SQSClient, "person", client);
  return {
    async waiting(QueueUrl: string): Promise<number> {
      const AttributeNames = ["ApproximateNumberOfMessages" as const];
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
      return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    },
    async put(QueueUrl: string, MessageBody: string, group?: string): Promise<void> {
      const order =
        group === undefined ? {} : { MessageGroupId: group, MessageDeduplicationId: crypto.randomUUID() };
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...order }));
    },
  };
}
