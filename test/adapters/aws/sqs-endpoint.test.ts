import { GetQueueAttributesCommand, SQS } from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, it } from "@jest/globals";
import { queueClient } from "../../../cli/cloud/queues.ts";
import { awsClient } from "../../../lib/adapters/aws/client.ts";
import { sqsTurnQueue } from "../../../lib/adapters/sqs/turn-queue.ts";
import { sqsPostpone, sqsRemove } from "../../../lib/adapters/sqs/visibility.ts";
import { numberName } from "../../../lib/domain/ids.ts";
import { FakeServer } from "../../support/http-server.ts";
import { aConversation } from "../../support/make.ts";

/** Nothing answers there. */
const QUEUE_URL = "http://127.0.0.1:9/1/turns.fifo";
const credentials = { accessKeyId: "a", secretAccessKey: "b" };

const VARIABLES = ["AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL"] as const;
afterEach(() => {
  for (const name of VARIABLES) delete process.env[name];
});

async function hostOf(config: Partial<ConstructorParameters<typeof SQS>[0]>): Promise<string> {
  let host = "";
  const requestHandler = {
    handle: async ({ hostname }: { hostname: string }) => {
      host = hostname;
      throw Object.assign(new Error("far enough"), { $retryable: undefined });
    },
  };
  const client = awsClient(SQS, "request", {
    region: "eu-central-1",
    credentials,
    requestHandler,
    ...config,
  });
  const QueueUrl = "https://sqs.us-east-1.amazonaws.com/1/turns.fifo";
  await client.send(new GetQueueAttributesCommand({ QueueUrl })).catch(() => undefined);
  return host;
}

describe("where calls of SQS go", () => {
  it.each(VARIABLES)("is what %s says, whatever host a queue's URL names", async (variable) => {
    const server = new FakeServer();
    await server.start();
    process.env[variable] = server.url;
    try {
      const client = awsClient(SQS, "request", { region: "eu-central-1", credentials });
      const queue = { client, queueUrl: QUEUE_URL };
      await sqsTurnQueue(queue).send([
        { kind: "wake", conversation: aConversation(), number: numberName("support") },
      ]);
      await sqsPostpone(queue)("receipt", 1);
      await sqsRemove(queue)("receipt");
      await queueClient({ region: "eu-central-1", credentials }).state(QUEUE_URL);
      expect(server.seen.map(({ headers }) => headers["x-amz-target"])).toEqual(
        ["SendMessageBatch", "ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes"].map(
          (name) => `AmazonSQS.${name}`,
        ),
      );
      for (const { body } of server.seen) expect(JSON.parse(body).QueueUrl).toBe(QUEUE_URL);
    } finally {
      server.stop();
    }
  });

  it("is the endpoint of the region, or of FIPS where that is asked for", async () => {
    expect(await hostOf({})).toBe("sqs.eu-central-1.amazonaws.com");
    expect(await hostOf({ useFipsEndpoint: true })).toBe("sqs-fips.eu-central-1.amazonaws.com");
  });
});
