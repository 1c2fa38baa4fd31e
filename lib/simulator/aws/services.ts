import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { awsClient } from "../../adapters/aws/client.ts";
import { MAX_RECEIVES, type timeouts } from "../../config/limits.ts";
import { type Endpoints, startEmulators } from "./emulators.ts";
import { type Depth, depthOf, ensureQueue, type LocalQueue, type QueuePlan } from "./queues.ts";
import { ensureTable } from "./table.ts";

export const REGION = "us-east-1";
export const TABLE_NAME = "chatsby-whatsapp";

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** The emulators take any. */
export const LOCAL_CREDENTIALS: Credentials = { accessKeyId: "local", secretAccessKey: "local" };

export type AwsServices = {
  endpoints: Endpoints;
  sqs: SQSClient;
  turns: LocalQueue;
  deliveries: LocalQueue;
  leads: LocalQueue;
  /** What each could not deliver. */
  deadLetters: Record<QueueName, LocalQueue>;
  depths(): Promise<QueueDepths>;
  stop(): Promise<void>;
};

type QueueName = "turns" | "deliveries" | "leads";
export type QueueDepths = Record<QueueName | `${QueueName}DeadLetters`, Depth>;

type Options = {
  given: Partial<Endpoints>;
  folder: string | undefined;
  region: string;
  credentials: Credentials;
  limits: ReturnType<typeof timeouts>;
};

const plans = (limits: Options["limits"]): Record<QueueName, Omit<QueuePlan, "name" | "maxReceives">> => ({
  turns: { fifo: true, delaySeconds: limits.turnsDelay, visibilitySeconds: limits.turnsVisibility },
  deliveries: { fifo: false, delaySeconds: 0, visibilitySeconds: limits.deliveriesVisibility },
  leads: { fifo: false, delaySeconds: 0, visibilitySeconds: limits.leadsVisibility },
});

/** Table and queues as the stack deploys them, in our emulators or in the services given. */
export async function startServices({ given, folder, region, credentials, limits }: Options): Promise<AwsServices> {
  const emulators = await startEmulators(given, folder);
  const { endpoints } = emulators;
  const sqs = awsClient(SQSClient, "person", { region, credentials, endpoint: endpoints.sqs });
  const dynamodb = awsClient(DynamoDBClient, "person", { region, credentials, endpoint: endpoints.dynamodb });
  const rebase = emulators.ownQueues ? endpoints.sqs : undefined;
  async function stop() {
    sqs.destroy();
    await emulators.stop();
  }
  try {
    const planned = plans(limits);
    const make = (name: QueueName) => ensureQueue(sqs, { name, ...planned[name], maxReceives: MAX_RECEIVES[name] }, rebase);
    const [turns, deliveries, leads] = await Promise.all([
      make("turns"),
      make("deliveries"),
      make("leads"),
      ensureTable(dynamodb, TABLE_NAME),
    ]);
    const depth = (queue: LocalQueue) => depthOf(sqs, queue);
    return {
      endpoints,
      sqs,
      turns: turns.queue,
      deliveries: deliveries.queue,
      leads: leads.queue,
      deadLetters: { turns: turns.deadLetters, deliveries: deliveries.deadLetters, leads: leads.deadLetters },
      async depths() {
        const [t, td, d, dd, l, ld] = await Promise.all([
          depth(turns.queue),
          depth(turns.deadLetters),
          depth(deliveries.queue),
          depth(deliveries.deadLetters),
          depth(leads.queue),
          depth(leads.deadLetters),
        ]);
        return { turns: t, turnsDeadLetters: td, deliveries: d, deliveriesDeadLetters: dd, leads: l, leadsDeadLetters: ld };
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    dynamodb.destroy();
  }
}
