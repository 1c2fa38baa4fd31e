import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type QueueAttributeName,
  QueueDoesNotExist,
  SendMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { QueueCalls } from "./queue-calls.ts";

export type LocalQueue = { name: string; url: string; arn: string };

export type QueueAttributes = Partial<Record<QueueAttributeName, string>>;

const FOR_GOOD = new Set(["FifoQueue", "DeduplicationScope", "FifoThroughputLimit"]);

/** Updates an existing queue. `endpoint`: given for our own emulator, whose port changes. */
export async function ensureQueue(
  client: SQSClient,
  { name, attributes }: { name: string; attributes: QueueAttributes },
  endpoint?: string,
): Promise<LocalQueue> {
  const found = await findUrl(client, name);
  const url =
    found ??
    (await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }))).QueueUrl;
  if (!url) throw new Error(`SQS gave no URL for the queue ${name}`);
  // The queue may be older than the settings.
  const changeable = Object.fromEntries(
    Object.entries(attributes).filter(([attribute]) => !FOR_GOOD.has(attribute)),
  );
  if (found) await client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: changeable }));
  const { Attributes: known } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }),
  );
  return {
    name,
    arn: known?.QueueArn ?? name,
    url: endpoint ? new URL(new URL(url).pathname, endpoint).href : url,
  };
}

async function findUrl(client: SQSClient, name: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}

export type Depth = { ready: number; delayed: number; inFlight: number };

export const isEmpty = ({ ready, delayed, inFlight }: Depth): boolean => ready + delayed + inFlight === 0;

export async function depthOf(
  client: Pick<QueueCalls, "getQueueAttributes">,
  { url }: LocalQueue,
): Promise<Depth> {
  const { Attributes: found } = await client.getQueueAttributes({
    QueueUrl: url,
    AttributeNames: [
      "ApproximateNumberOfMessages",
      "ApproximateNumberOfMessagesDelayed",
      "ApproximateNumberOfMessagesNotVisible",
    ],
  });
  return {
    ready: Number(found?.ApproximateNumberOfMessages ?? 0),
    delayed: Number(found?.ApproximateNumberOfMessagesDelayed ?? 0),
    inFlight: Number(found?.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}

/** Sends to the queue with that ARN. Rejects if the queue is unknown or refuses the message. */
export const sendsTo =
  (client: SQSClient, queues: readonly LocalQueue[]) =>
  async ({ queueArn, group, input }: { queueArn: string; group?: string; input: string }): Promise<void> => {
    const queue = queues.find(({ arn }) => arn === queueArn);
    if (!queue) throw new Error("there is no such queue");
    await client.send(
      new SendMessageCommand({
        QueueUrl: queue.url,
        MessageBody: input,
        ...(group && { MessageGroupId: group }),
      }),
    );
  };
