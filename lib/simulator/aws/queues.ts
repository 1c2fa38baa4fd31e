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

type Attributes = Partial<Record<QueueAttributeName, string>>;

export type LocalQueue = { name: string; url: string; arn: string };

/** As long as SQS allows: 14 days. */
const RETENTION = { MessageRetentionPeriod: String(14 * 24 * 3600) };
const FIFO: Attributes = { FifoQueue: "true", DeduplicationScope: "messageGroup", FifoThroughputLimit: "perMessageGroupId" };

/** What an explicit id is not given for, as by EventBridge Scheduler, is told apart by its content. */
const BY_CONTENT: Attributes = { ContentBasedDeduplication: "true" };

export type QueuePlan = { name: string; fifo: boolean; delaySeconds: number; visibilitySeconds: number; maxReceives: number };

/** A queue and what it could not deliver, as the stack deploys them. `endpoint` is given for our own emulator, whose port changes. */
export async function ensureQueue(
  client: SQSClient,
  plan: QueuePlan,
  endpoint?: string,
): Promise<{ queue: LocalQueue; deadLetters: LocalQueue }> {
  const suffix = plan.fifo ? ".fifo" : "";
  const shared = { ...RETENTION, ...(plan.fifo && { ...FIFO, ...BY_CONTENT }) };
  const deadLetters = await ensure(client, `${plan.name}-dlq${suffix}`, shared, endpoint);
  const queue = await ensure(
    client,
    `${plan.name}${suffix}`,
    {
      ...shared,
      DelaySeconds: String(plan.delaySeconds),
      VisibilityTimeout: String(plan.visibilitySeconds),
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: plan.maxReceives }),
    },
    endpoint,
  );
  return { queue, deadLetters };
}

async function ensure(client: SQSClient, name: string, attributes: Attributes, endpoint?: string): Promise<LocalQueue> {
  const found = await findUrl(client, name);
  const url = found ?? (await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }))).QueueUrl;
  if (!url) throw new Error(`SQS gave no URL for the queue ${name}`);
  // The queue may be older than the settings. What makes it a FIFO queue cannot change.
  const changeable = Object.fromEntries(Object.entries(attributes).filter(([attribute]) => !(attribute in FIFO)));
  if (found) await client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: changeable }));
  const { Attributes: known } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }));
  return { name, arn: known?.QueueArn ?? name, url: endpoint ? new URL(new URL(url).pathname, endpoint).href : url };
}

async function findUrl(client: SQSClient, name: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}

/** Messages in a queue: ready, delayed and held by a consumer. */
export type Depth = { ready: number; delayed: number; inFlight: number };

export async function depthOf(client: SQSClient, { url }: LocalQueue): Promise<Depth> {
  const { Attributes: found } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed", "ApproximateNumberOfMessagesNotVisible"],
    }),
  );
  return {
    ready: Number(found?.ApproximateNumberOfMessages ?? 0),
    delayed: Number(found?.ApproximateNumberOfMessagesDelayed ?? 0),
    inFlight: Number(found?.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}

/** Sends to the queue of that ARN. Rejects when it is not among `queues`, or refuses the message. */
export const sendsTo =
  (client: SQSClient, queues: readonly LocalQueue[]) =>
  async ({ queueArn, group, input }: { queueArn: string; group?: string; input: string }): Promise<void> => {
    const queue = queues.find(({ arn }) => arn === queueArn);
    if (!queue) throw new Error("there is no such queue");
    await client.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: input, ...(group && { MessageGroupId: group }) }));
  };
