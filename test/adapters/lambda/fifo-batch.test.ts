import { describe, expect, it } from "@jest/globals";
import type { SQSRecord } from "aws-lambda";
import { handleFifoBatch, type RecordResult } from "../../../lib/adapters/lambda/fifo-batch.ts";
import { ConcurrentWriteError } from "../../../lib/application/ports/engine.ts";
import { FakeTelemetry } from "../../support/fakes.ts";

const record = (messageId: string, group: string, receives = 1): SQSRecord => ({
  messageId,
  receiptHandle: `receipt-${messageId}`,
  body: "",
  attributes: {
    MessageGroupId: group,
    ApproximateReceiveCount: String(receives),
    SentTimestamp: "",
    SenderId: "",
    ApproximateFirstReceiveTimestamp: "",
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: "",
  awsRegion: "",
});

function setUp(handle: (record: SQSRecord) => Promise<RecordResult>) {
  const postponed: [string, number][] = [];
  const removed: string[] = [];
  const telemetry = new FakeTelemetry();
  const remove = async (receipt: string) => void removed.push(receipt);
  const batch = handleFifoBatch.bind(undefined, {
    handle,
    postpone: async (receipt, seconds) => void postponed.push([receipt, seconds]),
    remove,
    telemetry,
  });
  return {
    postponed,
    removed,
    telemetry,
    run: async (...Records: SQSRecord[]) =>
      (await batch({ Records })).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
  };
}

const done: RecordResult = { kind: "done" };

describe("a batch of a FIFO queue", () => {
  it("works on a group in order and on groups side by side", async () => {
    const started: string[] = [];
    let release = () => {};
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { run } = setUp(async ({ messageId }) => {
      started.push(messageId);
      if (messageId === "a1") await blocked;
      return done;
    });
    const running = run(record("a1", "a"), record("a2", "a"), record("b1", "b"));
    await new Promise(setImmediate);
    expect(started).toEqual(["a1", "b1"]);
    release();
    expect(await running).toEqual([]);
    expect(started).toEqual(["a1", "b1", "a2"]);
  });

  it("hands back what must wait with all that follows in its group, and nothing else", async () => {
    const { run, postponed } = setUp(async ({ messageId }) =>
      messageId === "a2" ? { kind: "later", seconds: 7 } : done,
    );
    expect(await run(record("a1", "a"), record("a2", "a"), record("b1", "b"), record("a3", "a"))).toEqual([
      "a2",
      "a3",
    ]);
    expect(postponed).toEqual([
      ["receipt-a2", 7],
      ["receipt-a3", 7],
    ]);
  });

  it("tries what failed unexpectedly again after a growing time, and logs no message of the error", async () => {
    const { run, postponed, telemetry } = setUp(() =>
      Promise.reject(new TypeError("+15550177001 said hello")),
    );
    expect(await run(record("a1", "a", 4), record("b1", "b", 30))).toEqual(["a1", "b1"]);
    expect(postponed).toEqual([
      ["receipt-a1", 8],
      ["receipt-b1", 60],
    ]);
    expect(JSON.stringify(telemetry.lines)).not.toContain("hello");
    const frames = expect.stringContaining("fifo-batch.test.ts:");
    expect(telemetry.lines[0]).toEqual({
      level: "error",
      code: "turn.error",
      facts: { conversation: "a", error: "TypeError", frames },
    });
  });

  it("looks again soon, and calls it no error, when somebody else wrote the conversation meanwhile", async () => {
    const { run, postponed, telemetry } = setUp(({ messageId }) =>
      messageId === "a1" ? Promise.reject(new ConcurrentWriteError()) : Promise.resolve(done),
    );
    expect(await run(record("a1", "a", 9), record("a2", "a"))).toEqual(["a1", "a2"]);
    expect(postponed.map(([, seconds]) => seconds)).toEqual([1, 1]);
    expect(telemetry.lines.map(({ level, code }) => [level, code])).toEqual([["info", "turn.conflict"]]);
  });

  it("takes what is done off the queue at once while others of the batch go on, and leaves it to Lambda when there are none", async () => {
    const mixed = setUp(async ({ messageId }) => (messageId === "b1" ? { kind: "later", seconds: 1 } : done));
    await mixed.run(record("a1", "a"), record("b1", "b"), record("a2", "a"));
    expect(mixed.removed).toEqual(["receipt-a1", "receipt-a2"]);
    const alone = setUp(async () => done);
    await alone.run(record("a1", "a"), record("a2", "a"));
    expect(alone.removed).toEqual([]);
  });

  it("still reports the failure when the record cannot be handed back", async () => {
    const telemetry = new FakeTelemetry();
    const batch = handleFifoBatch.bind(undefined, {
      handle: async () => ({ kind: "later", seconds: 1 }),
      postpone: () => Promise.reject(new Error("gone")),
      remove: async () => {},
      telemetry,
    });
    expect(await batch({ Records: [record("a1", "a")] })).toEqual({
      batchItemFailures: [{ itemIdentifier: "a1" }],
    });
  });
});
