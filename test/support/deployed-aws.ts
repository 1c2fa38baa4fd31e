import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import { ensureQueue, type LocalQueue } from "../../local/aws/queues.ts";
import { ensureTable } from "../../local/aws/table.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { type LocalTemplate, localTemplate } from "../../local/template/local-template.ts";
import { queuePlans } from "../../local/template/queues.ts";
import { synthesizedStack } from "../../local/template/synthesize.ts";
import type { SynthesizedStack } from "../../local/template/synthesized.ts";
import { tablePlans } from "../../local/template/tables.ts";

let stack: Promise<SynthesizedStack> | undefined;

/** Of the demo's settings; `queues` are those made so far, by logical id. */
async function deployed(queues = new Map<string, LocalQueue>()): Promise<LocalTemplate> {
  // Whether it is the newest means reading every source file: once is enough.
  stack ??= synthesizedStack(completeSettings(DEMO_SETTINGS, "the demo settings"));
  return localTemplate(await stack, {
    region: "us-east-1",
    apiUrl: () => "http://localhost",
    signInUrl: () => "http://localhost",
    queue: (id) => queues.get(id),
  });
}

/** As it is deployed, under another name. */
export async function makeTable(client: DynamoDBClient, TableName: string): Promise<void> {
  for (const table of tablePlans(await deployed())) await ensureTable(client, { ...table, TableName });
}

export type TestQueue = {
  name: string;
  fifo: boolean;
  delaySeconds: number;
  visibilitySeconds: number;
  maxReceives: number;
};

/**
 * The turns queue or, not FIFO, the deliveries queue as it is deployed, under another name and with other
 * times.
 */
export async function makeQueue(client: SQSClient, wanted: TestQueue, endpoint?: string) {
  const { name, fifo, delaySeconds, visibilitySeconds, maxReceives } = wanted;
  const queues = new Map<string, LocalQueue>();
  const plans = queuePlans(await deployed(queues));
  const suffix = fifo ? ".fifo" : "";

  async function make(
    key: string,
    as: string,
    change: (attributes: Record<string, string>) => Record<string, string>,
  ) {
    const plan = plans.find((each) => each.key === key);
    if (!plan) throw new Error(`no queue ${key} is deployed`);
    const queue = await ensureQueue(
      client,
      { name: `${as}${suffix}`, attributes: change(plan.attributes()) },
      endpoint,
    );
    queues.set(plan.id, queue);
    return queue;
  }

  const key = fifo ? "turns" : "deliveries";
  const deadLetters = await make(`${key}DeadLetters`, `${name}-dlq`, (attributes) => attributes);
  const queue = await make(key, name, ({ RedrivePolicy = "{}", ...attributes }) => ({
    ...attributes,
    DelaySeconds: String(delaySeconds),
    VisibilityTimeout: String(visibilitySeconds),
    RedrivePolicy: JSON.stringify({ ...JSON.parse(RedrivePolicy), maxReceiveCount: maxReceives }),
  }));
  return { queue, deadLetters };
}
