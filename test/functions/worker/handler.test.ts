import { expect, it } from "@jest/globals";
import type { Context, SQSRecord } from "aws-lambda";
import { createHandler } from "../../../functions/worker/handler.ts";
import type { TurnCommand } from "../../../lib/application/ports/ports.ts";
import { MAX_RECEIVES } from "../../../lib/config/derived/limits.ts";
import { FakeTelemetry } from "../../support/fakes.ts";

const record = (receives: number): SQSRecord => ({
  messageId: "1",
  receiptHandle: "receipt",
  body: JSON.stringify({ v: 1, kind: "wake", conversation: "conv", number: "support" }),
  attributes: {
    ApproximateReceiveCount: String(receives),
    MessageGroupId: "conv",
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

it.each([
  [1, "postponed"],
  [MAX_RECEIVES.turns / 2, "requeued"],
  [MAX_RECEIVES.turns - 1, "requeued"],
])(
  "a command that waits for the %dth time is %s: waiting alone never leads to the dead-letter queue",
  async (receives, outcome) => {
    const [postponed, requeued]: [string[], TurnCommand[]] = [[], []];
    const handler = createHandler({
      run: async () => ({ kind: "retryAfter", delayMs: 300_000, why: "stopped" }),
      postpone: async (receipt) => void postponed.push(receipt),
      remove: async () => undefined,
      requeue: async (command) => void requeued.push(command),
      now: () => 0,
      telemetry: new FakeTelemetry(),
    });
    const context = { getRemainingTimeInMillis: () => 60_000 } as Context;
    const { batchItemFailures } = await handler({ Records: [record(receives)] }, context);
    expect([postponed.length, requeued.length]).toEqual(outcome === "postponed" ? [1, 0] : [0, 1]);
    expect(batchItemFailures).toHaveLength(outcome === "postponed" ? 1 : 0);
  },
);
