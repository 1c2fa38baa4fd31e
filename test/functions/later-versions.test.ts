import { describe, expect, it } from "@jest/globals";
import type { Context, SQSRecord } from "aws-lambda";
import { createHandler as deliveryHandler } from "../../functions/delivery/handler.ts";
import { createHandler as leadHandler } from "../../functions/lead-webhook/handler.ts";
import { createHandler as workerHandler } from "../../functions/worker/handler.ts";
import { secondsUntilNewer } from "../../lib/adapters/lambda/newer-version-delay.ts";
import { readLead } from "../../lib/adapters/sqs/envelope.ts";
import { NewerVersionError } from "../../lib/application/ports/newer-version-error.ts";
import { MAX_RECEIVES } from "../../lib/config/derived/limits.ts";
import { FakeTelemetry } from "../support/fakes.ts";

const attributes = { SentTimestamp: "", SenderId: "", ApproximateFirstReceiveTimestamp: "" };
const record = (messageId: string, message: object, receives = 1): SQSRecord => ({
  messageId,
  receiptHandle: `receipt-${messageId}`,
  body: JSON.stringify(message),
  attributes: {
    ...attributes,
    MessageGroupId: messageId.charAt(0),
    ApproximateReceiveCount: String(receives),
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: "",
  awsRegion: "",
});

const wake = (conversation: string) => ({ v: 1, kind: "wake", conversation, number: "support" });
const status = { v: 1, provider: "meta", state: "sent", reference: "cw1.c.t.0.1" };
const lead = { v: 1, conversation: "c", revision: 1 };

function setUp() {
  const telemetry = new FakeTelemetry();
  const postponed: [string, number][] = [];
  const done: string[] = [];
  const back = {
    telemetry,
    postpone: async (receipt: string, seconds: number) => void postponed.push([receipt, seconds]),
  };
  return {
    telemetry,
    postponed,
    done,
    back,
    levels: () => telemetry.lines.map(({ level, code }) => `${level} ${code}`),
  };
}

const context: Pick<Context, "getRemainingTimeInMillis"> = { getRemainingTimeInMillis: () => 60_000 };

describe("a worker that meets what a later version has written", () => {
  function aWorker(run: (conversation: string) => Promise<void> = async () => {}) {
    const bench = setUp();
    const handler = workerHandler({
      ...bench.back,
      run: async (command) => {
        const conversation = "conversation" in command ? command.conversation : "";
        await run(conversation);
        bench.done.push(conversation);
        return { kind: "done" };
      },
      remove: async () => {},
      requeue: async () => {},
      now: () => 0,
    });
    const work = async (...Records: SQSRecord[]) =>
      (await handler({ Records }, context as Context)).batchItemFailures.map(
        ({ itemIdentifier }) => itemIdentifier,
      );
    return { ...bench, work };
  }

  it.each([
    ["a message", { ...wake("a"), v: 2 }],
    ["a message of an unknown kind", { v: 1, kind: "translate", conversation: "a" }],
  ])(
    "hands %s back for minutes with all that follows in its group, and goes on with the others",
    async (_, message) => {
      const { work, done, postponed, levels } = aWorker();
      expect(await work(record("a1", message), record("b1", wake("b")), record("a2", wake("a")))).toEqual([
        "a1",
        "a2",
      ]);
      expect(done).toEqual(["b"]);
      expect(postponed).toEqual([
        ["receipt-a1", 60],
        ["receipt-a2", 60],
      ]);
      expect(levels()).toEqual(["warn version.newer"]);
    },
  );

  it("waits likewise for an item, and keeps the order once it can be read", async () => {
    let readable = false;
    const { work, done, postponed } = aWorker(async (conversation) => {
      if (conversation === "a" && !readable) throw new NewerVersionError();
    });
    expect(await work(record("a1", wake("a"), 3), record("a2", wake("a")))).toEqual(["a1", "a2"]);
    expect(postponed.map(([, seconds]) => seconds)).toEqual([240, 240]);
    readable = true;
    expect(await work(record("a1", wake("a"), 4), record("a2", wake("a"), 2))).toEqual([]);
    expect(done).toEqual(["a", "a"]);
  });
});

const tell = async () => "done" as const;

it("a delivery function hands a later version's status back for minutes, and keeps the others", async () => {
  const { done, postponed, back, levels } = setUp();
  const handler = deliveryHandler({ ...back, tell, record: async ({ state }) => void done.push(state) });
  const { batchItemFailures } = await handler({
    Records: [record("1", { ...status, v: 2 }, 2), record("2", status)],
  });
  expect(batchItemFailures).toEqual([{ itemIdentifier: "1" }]);
  expect(done).toEqual(["sent"]);
  expect(postponed).toEqual([["receipt-1", 120]]);
  expect(levels()).toEqual(["warn version.newer"]);
});

it("a delivery function still reports a status that it could not hand back", async () => {
  const { back, levels } = setUp();
  const handler = deliveryHandler({
    ...back,
    tell,
    record: async () => {},
    postpone: () => Promise.reject(new Error("away")),
  });
  expect((await handler({ Records: [record("1", { ...status, v: 2 })] })).batchItemFailures).toHaveLength(1);
  expect(levels()).toEqual(["warn version.newer", "error delivery.error"]);
});

it("the function that posts leads hands a later version's back for minutes, counts no failure, and posts the others", async () => {
  const { telemetry, done, postponed, back, levels } = setUp();
  const handler = leadHandler({
    ...back,
    read: readLead,
    post: async ({ conversation }) => void done.push(conversation),
  });
  const { batchItemFailures } = await handler({
    Records: [record("1", { ...lead, v: 2 }), record("2", lead)],
  });
  expect(batchItemFailures).toEqual([{ itemIdentifier: "1" }]);
  expect(done).toEqual(["c"]);
  expect(postponed).toEqual([["receipt-1", 60]]);
  expect(telemetry.counts).toEqual([]);
  expect(levels()).toEqual(["warn version.newer"]);
});

it.each(Object.entries(MAX_RECEIVES))(
  "a rollback of a day costs nothing that waits in the queue of %s",
  (_, receives) => {
    const waits = Array.from({ length: receives }, (_each, index) =>
      secondsUntilNewer(record("a", {}, index + 1)),
    );
    expect(Math.max(...waits)).toBeLessThanOrEqual(3600);
    expect(waits.reduce((sum, seconds) => sum + seconds, 0)).toBeGreaterThan(24 * 3600);
  },
);
