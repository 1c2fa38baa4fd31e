import { describe, expect, it } from "@jest/globals";
import type { SQSRecord } from "aws-lambda";
import { createHandler } from "../../../functions/delivery/handler.ts";
import { readReport, writeNotices, writeStatus } from "../../../lib/adapters/sqs/envelope.ts";
import { conversationId, turnId } from "../../../lib/domain/ids.ts";
import type { Notice } from "../../../lib/domain/inbound/inbound.ts";
import { FakeTelemetry } from "../../support/fakes.ts";

const notice: Notice = {
  provider: "meta",
  account: "210000000000001",
  topic: "account_update",
  event: "ACCOUNT_DELETED",
  facts: {},
  at: 5,
};
const reference = { conversation: conversationId("c"), turn: turnId("t"), part: 0, attempt: 1 };
const status = { provider: "meta", state: "read", reference } as const;
const record = (messageId: string, body: string) =>
  ({ messageId, body, receiptHandle: `receipt-${messageId}` }) as SQSRecord;

function setUp() {
  const told: Notice[] = [];
  const recorded: string[] = [];
  const telemetry = new FakeTelemetry();
  const answer: { tell: () => Promise<"done" | "busy"> } = { tell: async () => "done" };
  const handler = createHandler({
    record: async ({ state }) => void recorded.push(state),
    tell: async (notices) => {
      told.push(...notices);
      return answer.tell();
    },
    postpone: async () => {},
    telemetry,
  });
  const Records = [record("1", writeNotices([notice])), record("2", writeStatus(status))];
  return { told, recorded, telemetry, answer, run: () => handler({ Records }) };
}

describe("the delivery function", () => {
  it("tells notices, and records the statuses beside them", async () => {
    const { told, recorded, run } = setUp();
    expect(await run()).toEqual({ batchItemFailures: [] });
    expect([told, recorded]).toEqual([[notice], ["read"]]);
  });

  it("gives a notice back that another invocation is telling, without calling it an error", async () => {
    const { answer, telemetry, run } = setUp();
    answer.tell = async () => "busy";
    expect(await run()).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
    expect(telemetry.lines).toEqual([]);
  });

  it("gives a notice back whose mail failed, and says so in its log", async () => {
    const { answer, telemetry, run } = setUp();
    answer.tell = () => Promise.reject(new Error("away"));
    expect(await run()).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
    expect(telemetry.lines.map(({ code }) => code)).toEqual(["delivery.error"]);
  });

  it("leaves a report of a kind that only a later version knows to that one", () => {
    const body = JSON.stringify({ v: 2, kind: "something-new", notices: [] });
    expect(() => readReport(body)).toThrow(expect.objectContaining({ name: "NewerVersionError" }));
    expect(() => readReport('{"v":3}')).toThrow(expect.objectContaining({ name: "NewerVersionError" }));
  });

  it("takes nothing unreadable for a notice", () => {
    const body = JSON.stringify({ v: 2, kind: "notices", notices: [{ topic: 7 }] });
    expect(() => readReport(body)).toThrow(expect.objectContaining({ name: "UnreadableMessageError" }));
  });
});
