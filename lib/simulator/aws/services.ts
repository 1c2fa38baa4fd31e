import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { MAX_RECEIVES, type timeouts } from "../../config/limits.ts";
import { type Endpoints, startEmulators } from "./emulators.ts";
import { type Depth, depthOf, ensureQueue, type LocalQueue } from "./queues.ts";
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
  depths(): Promise<QueueDepths>;
  stop(): Promise<void>;
};

export type QueueDepths = Record<"turns" | "turnsDeadLetters" | "deliveries" | "deliveriesDeadLetters", Depth>;

type Options = {
  given: Partial<Endpoints>;
  folder: string | undefined;
  region: string;
  credentials: Credentials;
  limits: ReturnType<typeof timeouts>;
};

/** Table and queues as the stack deploys them, in our emulators or in the services given. */
export async function startServices({ given, folder, region, credentials, limits }: Options): Promise<AwsServices> {
  const emulators = await startEmulators(given, folder);
  const { endpoints } = emulators;
  const sqs = new SQSClient({ region, credentials, endpoint: endpoints.sqs });
  const dynamodb = new DynamoDBClient({ region, credentials, endpoint: endpoints.dynamodb });
  const rebase = emulators.ownQueues ? endpoints.sqs : undefined;
  async function stop() {
    sqs.destroy();
    await emulators.stop();
  }
  try {
    const [, turns, deliveries] = await Promise.all([
      ensureTable(dynamodb, TABLE_NAME),
      ensureQueue(
        sqs,
        {
          name: "turns",
          fifo: true,
          delaySeconds: limits.turnsDelay,
          visibilitySeconds: limits.turnsVisibility,
          maxReceives: MAX_RECEIVES.turns,
        },
        rebase,
      ),
      ensureQueue(
        sqs,
        {
          name: "deliveries",
          fifo: false,
          delaySeconds: 0,
          visibilitySeconds: limits.deliveriesVisibility,
          maxReceives: MAX_RECEIVES.deliveries,
        },
        rebase,
      ),
    ]);
    return {
      endpoints,
      sqs,
      turns: turns.queue,
      deliveries: deliveries.queue,
      async depths() {
        const queues = [turns.queue, turns.deadLetters, deliveries.queue, deliveries.deadLetters];
        const [a, b, c, d] = await Promise.all(queues.map((queue) => depthOf(sqs, queue)));
        const none: Depth = { ready: 0, delayed: 0, inFlight: 0 };
        return { turns: a ?? none, turnsDeadLetters: b ?? none, deliveries: c ?? none, deliveriesDeadLetters: d ?? none };
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
