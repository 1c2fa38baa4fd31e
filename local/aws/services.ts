import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { awsClient } from "../../lib/adapters/aws/client.ts";
import type { Limits } from "../limits.ts";
import type { LocalTemplate } from "../template/local-template.ts";
import { type QueuePlan, queuePlans } from "../template/queues.ts";
import { tablePlans } from "../template/tables.ts";
import { type DeadLetters, deadLettersOf } from "./dead-letters.ts";
import type { Emulators } from "./emulators.ts";
import { type QueueCalls, queueCalls } from "./queue-calls.ts";
import { type Depth, depthOf, ensureQueue, type LocalQueue, type QueueAttributes } from "./queues.ts";
import { ensureTable } from "./table.ts";

export const REGION = "us-east-1";

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** The emulators accept any. */
export const LOCAL_CREDENTIALS: Credentials = { accessKeyId: "local", secretAccessKey: "local" };

/** `turns`, `turnsDeadLetters` … */
export type QueueDepths = Readonly<Record<string, Depth>>;

export type AwsServices = {
  sqs: SQSClient;
  /** Of the same service. */
  calls: QueueCalls;
  queues: readonly LocalQueue[];
  depths(): Promise<QueueDepths>;
  /** Of the queue of turns. */
  deadLetters: DeadLetters;
  stop(): void;
};

type Options = {
  emulators: Emulators;
  region: string;
  credentials: Credentials;
  template: LocalTemplate;
  /** By logical id. Filled as they are created. */
  queues: Map<string, LocalQueue>;
  limits: Limits;
};

function attributesOf({ key, attributes }: QueuePlan, limits: Limits): QueueAttributes {
  const [delay, visibility] = [limits[`${key}Delay`], limits[`${key}Visibility`]];
  return {
    ...attributes(),
    ...(delay !== undefined && { DelaySeconds: String(delay) }),
    ...(visibility !== undefined && { VisibilityTimeout: String(visibility) }),
  };
}

export async function makeServices({
  emulators,
  region,
  credentials,
  template,
  queues,
  limits,
}: Options): Promise<AwsServices> {
  const { endpoints, ownQueues } = emulators;
  const sqs = awsClient(SQSClient, "person", { region, credentials, endpoint: endpoints.sqs });
  const calls = queueCalls({ endpoint: endpoints.sqs, region, credentials });
  const dynamodb = awsClient(DynamoDBClient, "person", { region, credentials, endpoint: endpoints.dynamodb });
  const rebase = ownQueues ? endpoints.sqs : undefined;
  const plans = queuePlans(template);

  async function makeQueues(): Promise<void> {
    // Dead-letter queues first: the others refer to them.
    for (const deadLetters of [true, false])
      await Promise.all(
        plans
          .filter((plan) => plan.first === deadLetters)
          .map(async (plan) => {
            queues.set(
              plan.id,
              await ensureQueue(sqs, { name: plan.name, attributes: attributesOf(plan, limits) }, rebase),
            );
          }),
      );
  }

  async function depths(): Promise<QueueDepths> {
    const found = plans.map(async ({ id, key }) => {
      const queue = queues.get(id);
      return queue ? [[key, await depthOf(calls, queue)] as const] : [];
    });
    return Object.fromEntries((await Promise.all(found)).flat());
  }

  function deadLettersOfTurns(): DeadLetters {
    const [plan, dead] = ["turns", "turnsDeadLetters"].map((key) => plans.find((each) => each.key === key));
    const [queue, deadLetters] = [queues.get(plan?.id ?? ""), queues.get(dead?.id ?? "")];
    if (!plan || !queue || !deadLetters) throw new Error("the template has no queue of turns");
    return deadLettersOf(sqs, calls, { queue, deadLetters, attributes: attributesOf(plan, limits) });
  }

  try {
    await Promise.all([makeQueues(), ...tablePlans(template).map((table) => ensureTable(dynamodb, table))]);
    return {
      sqs,
      calls,
      queues: [...queues.values()],
      depths,
      deadLetters: deadLettersOfTurns(),
      stop: () => sqs.destroy(),
    };
  } catch (error) {
    sqs.destroy();
    throw error;
  } finally {
    dynamodb.destroy();
  }
}
