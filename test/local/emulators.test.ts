import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, afterEach, describe, expect, it } from "@jest/globals";
import { type Emulators, startEmulators } from "../../local/aws/emulators.ts";

const folder = mkdtempSync(join(tmpdir(), "emulators-test-"));

async function queueAt(emulators: Emulators, name: string) {
  const sqs = new SQSClient({
    endpoint: emulators.endpoints.sqs,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  const fifo = name.endsWith(".fifo");
  const Attributes = fifo ? { FifoQueue: "true", ContentBasedDeduplication: "true" } : {};
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  return {
    send: (MessageBody: string) =>
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...(fifo && { MessageGroupId: "g" }) })),
    receive: async () =>
      (await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 60 }))).Messages?.[0],
    release: (ReceiptHandle: string | undefined) =>
      sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })),
    close: () => sqs.destroy(),
  };
}

const OTHER_TABLE = { dynamodb: "http://127.0.0.1:9" };
const running: (() => Promise<void>)[] = [];

async function start(name: string, where: string | undefined) {
  const emulators = await startEmulators(OTHER_TABLE, where);
  const queue = await queueAt(emulators, name);
  const stop = async () => {
    queue.close();
    await emulators.stop();
  };
  running.push(stop);
  return { queue, stop: () => stop().then(() => running.splice(running.indexOf(stop), 1)) };
}

describe("the queues' emulator", () => {
  afterEach(() => Promise.all(running.splice(0).map((stop) => stop())));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ["turns.fifo", "in memory", undefined],
    ["deliveries", "in memory", undefined],
    ["turns.fifo", "in a folder", folder],
    ["deliveries", "in a folder", folder],
  ])("gives a message of %s that was put back again, %s", async (name, _, where) => {
    const { queue } = await start(name, where);
    await queue.send("one");
    await queue.release((await queue.receive())?.ReceiptHandle);
    const again = await queue.receive();
    expect(again?.Body).toBe("one");
    await queue.release(again?.ReceiptHandle);
    expect((await queue.receive())?.Body).toBe("one");
  });

  it("has a message after a restart that was put back before", async () => {
    const before = await start("restarted.fifo", folder);
    await before.queue.send("one");
    await before.queue.release((await before.queue.receive())?.ReceiptHandle);
    await before.stop();
    const { queue } = await start("restarted.fifo", folder);
    expect((await queue.receive())?.Body).toBe("one");
  });

  it("keeps the messages of two stacks of one process apart, and one's end leaves the other running", async () => {
    const [one, other] = [await start("shared.fifo", undefined), await start("shared.fifo", undefined)];
    await one.queue.send("one");
    await other.queue.send("other");
    expect((await one.queue.receive())?.Body).toBe("one");
    await one.stop();
    await other.queue.release((await other.queue.receive())?.ReceiptHandle);
    expect((await other.queue.receive())?.Body).toBe("other");
  });

  it("says why it cannot start, and starts elsewhere afterwards", async () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    await expect(startEmulators({}, file)).rejects.toThrow(/ENOTDIR|EEXIST/);
    const { queue } = await start("deliveries", undefined);
    await queue.send("one");
    expect((await queue.receive())?.Body).toBe("one");
  });
});
