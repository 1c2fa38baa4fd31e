import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { SQSEvent } from "aws-lambda";
import { type Emulators, startEmulators } from "../../local/aws/emulators.ts";
import { type QueueCalls, queueCalls } from "../../local/aws/queue-calls.ts";
import { depthOf, type LocalQueue } from "../../local/aws/queues.ts";
import { doneOf, type Poller, type PollerOptions, startPoller } from "../../local/lambda/poller.ts";
import { makeQueue, type TestQueue } from "../support/deployed-aws.ts";
import { waitFor } from "../support/wait-for.ts";

describe("a queue's poller", () => {
  let emulators: Emulators;
  let sqs: SQSClient;
  let calls: QueueCalls;
  let poller: Poller | undefined;
  let names = 0;

  beforeAll(async () => {
    emulators = await startEmulators({ dynamodb: "unused" }, undefined);
    const place = {
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
      endpoint: emulators.endpoints.sqs,
    };
    sqs = new SQSClient(place);
    calls = queueCalls(place);
  });
  afterEach(() => poller?.stop());
  afterAll(async () => {
    sqs.destroy();
    await emulators.stop();
  });

  const aQueue = (options: Partial<TestQueue> = {}) =>
    makeQueue(
      sqs,
      { name: `q${names++}`, fifo: true, delaySeconds: 0, visibilitySeconds: 30, maxReceives: 5, ...options },
      emulators.endpoints.sqs,
    );

  const send = (queue: LocalQueue, body: string, group?: string) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl: queue.url,
        MessageBody: body,
        ...(group && { MessageGroupId: group, MessageDeduplicationId: `${group}-${body}` }),
      }),
    );

  function poll(
    queue: LocalQueue,
    invoke: (event: SQSEvent) => Promise<unknown>,
    parallel = 3,
    source: Partial<PollerOptions> = {},
  ) {
    poller = startPoller({
      client: calls,
      queue,
      parallel,
      region: "us-east-1",
      invoke,
      onTrouble: (error) => expect(error).toBeUndefined(),
      ...source,
    });
  }

  const until = (holds: () => boolean | Promise<boolean>) => waitFor("what is expected", holds);
  const isEmpty = async (queue: LocalQueue) =>
    Object.values(await depthOf(calls, queue)).every((count) => count === 0);

  it("drains: what arrives while it ends its last look is handled, and nothing stays in flight", async () => {
    const { queue } = await aQueue();
    const seen: string[] = [];
    poll(queue, async ({ Records }) => void seen.push(...Records.map(({ body }) => body)), 1);
    const drained = poller?.drain();
    await send(queue, "late", "g");
    await drained;
    expect(seen).toEqual(["late"]);
    expect(await isEmpty(queue)).toBe(true);
  });

  it("makes queues with the attributes that are deployed", async () => {
    const { queue, deadLetters } = await aQueue({
      delaySeconds: 2,
      visibilitySeconds: 120,
      maxReceives: 200,
    });
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames: ["All"] }),
    );
    expect(Attributes).toMatchObject({
      DelaySeconds: "2",
      VisibilityTimeout: "120",
      FifoQueue: "true",
      MessageRetentionPeriod: "1209600",
    });
    expect(JSON.parse(Attributes?.RedrivePolicy ?? "{}")).toEqual({
      deadLetterTargetArn: deadLetters.arn,
      maxReceiveCount: 200,
    });
  });

  it("changes the attributes of a queue that is there already", async () => {
    const name = `again${names++}`;
    await aQueue({ name });
    const { queue } = await aQueue({ name, delaySeconds: 7 });
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames: ["DelaySeconds"] }),
    );
    expect(Attributes?.DelaySeconds).toBe("7");
  });

  it("passes on records as Lambda does and deletes the finished ones", async () => {
    const { queue } = await aQueue();
    const events: SQSEvent[] = [];
    poll(queue, async (event) => void events.push(event));
    await send(queue, "one", "g");
    await until(async () => events.length === 1 && (await isEmpty(queue)));
    expect(events[0]?.Records[0]).toMatchObject({
      body: "one",
      eventSource: "aws:sqs",
      eventSourceARN: queue.arn,
      awsRegion: "us-east-1",
      attributes: {
        ApproximateReceiveCount: "1",
        MessageGroupId: "g",
        MessageDeduplicationId: "g-one",
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
      },
    });
  });

  it("keeps the order within a group and lets groups pass each other", async () => {
    const { queue } = await aQueue();
    for (const body of ["1", "2", "3"]) await send(queue, body, "slow");
    const begun: string[] = [];
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    poll(queue, async ({ Records }) => {
      for (const { body } of Records) {
        begun.push(body);
        if (body === "1") await gate;
      }
    });
    await until(() => begun.includes("1"));
    await send(queue, "a", "quick");
    await until(() => begun.includes("a"));
    expect(begun).toEqual(["1", "a"]);
    release();
    await until(() => isEmpty(queue));
    expect(begun).toEqual(["1", "a", "2", "3"]);
  });

  it("leaves only the reported ones of a batch", async () => {
    const { queue } = await aQueue({ fifo: false });
    for (const body of ["good", "bad", "fine"]) await send(queue, body);
    poll(queue, async ({ Records }) => ({
      batchItemFailures: Records.filter(({ body }) => body === "bad").map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
    }));
    await until(async () => (await depthOf(calls, queue)).ready === 0);
    await until(async () => (await depthOf(calls, queue)).inFlight === 1);
  });

  it("passes on no more at a time than the event source allows", async () => {
    const { queue } = await aQueue({ fifo: false });
    for (const body of ["1", "2", "3"]) await send(queue, body);
    const sizes: number[] = [];
    poll(queue, async ({ Records }) => void sizes.push(Records.length), 1, { batchSize: 2 });
    await until(() => isEmpty(queue));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(3);
  });

  it("looks once at a time, and not at all while as many batches run as may", async () => {
    const { queue } = await aQueue();
    const looks = { open: 0, most: 0, whileFull: 0 };
    const release: (() => void)[] = [];
    const client: QueueCalls = {
      ...calls,
      async receiveMessage(...call) {
        looks.most = Math.max(looks.most, ++looks.open);
        looks.whileFull += Number(release.length === 2);
        return calls.receiveMessage(...call).finally(() => looks.open--);
      },
    };
    const held = async () => new Promise<void>((resolve) => release.push(resolve));
    poll(queue, held, 2, { client });
    for (const group of ["a", "b", "c"]) {
      await send(queue, "1", group);
      await until(() => release.length >= (group === "a" ? 1 : 2));
    }
    expect(release).toHaveLength(2);
    for (const finish of release.splice(0)) finish();
    await until(() => release.length === 1);
    release.pop()?.();
    await until(() => isEmpty(queue));
    expect(looks).toMatchObject({ most: 1, whileFull: 0 });
  });

  it("ignores a report where the event source asks for none", async () => {
    const { queue } = await aQueue({ fifo: false });
    await send(queue, "bad");
    const reports = async ({ Records }: SQSEvent) => ({
      batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })),
    });
    poll(queue, reports, 1, { partialResponse: false });
    await until(() => isEmpty(queue));
  });

  it("moves a message that always fails to the dead-letter queue after so many receives", async () => {
    const { queue, deadLetters } = await aQueue({ visibilitySeconds: 0, maxReceives: 3 });
    await send(queue, "poison", "g");
    const counts: string[] = [];
    poll(
      queue,
      async ({ Records }) => {
        for (const { attributes } of Records) counts.push(attributes.ApproximateReceiveCount);
        throw new Error("always");
      },
      1,
    );
    await until(async () => (await depthOf(calls, deadLetters)).ready === 1);
    expect(counts).toEqual(["1", "2", "3"]);
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: deadLetters.url }));
    expect(Messages?.[0]?.Body).toBe("poison");
  });

  it("stops at once while it waits for messages, and after the running batch otherwise", async () => {
    const { queue } = await aQueue();
    let finished = false;
    let begun = false;
    poll(queue, async () => {
      begun = true;
      await new Promise((resolve) => setTimeout(resolve, 200));
      finished = true;
    });
    await send(queue, "one", "g");
    await until(() => begun);
    await poller?.stop();
    expect(finished).toBe(true);
    expect(await isEmpty(queue)).toBe(true);
  });
});

describe("a batch report", () => {
  const record = (messageId: string) => ({
    messageId,
    receiptHandle: "",
    body: "",
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "0",
      SenderId: "",
      ApproximateFirstReceiveTimestamp: "0",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "",
    awsRegion: "",
  });
  const done = (result: unknown) =>
    doneOf([record("a"), record("b")], result).map(({ messageId }) => messageId);

  it("that is absent, null or empty means that all is done", () => {
    for (const result of [undefined, null, {}, { batchItemFailures: null }, { batchItemFailures: [] }])
      expect(done(result)).toEqual(["a", "b"]);
  });

  it("that names nothing or a stranger fails the whole batch, as with Lambda", () => {
    for (const itemIdentifier of ["", null, undefined, "c"])
      expect(done({ batchItemFailures: [{ itemIdentifier }] })).toEqual([]);
    expect(done({ batchItemFailures: "a" })).toEqual([]);
  });

  it("keeps what is named", () => {
    expect(done({ batchItemFailures: [{ itemIdentifier: "a" }] })).toEqual(["b"]);
  });
});
