import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { schedulerSchedules } from "../../../lib/adapters/scheduler/schedules.ts";
import type { TurnCommand } from "../../../lib/application/ports/ports.ts";
import { conversationId, numberName, turnId } from "../../../lib/domain/ids.ts";
import { SchedulerEndpoint } from "../../../local/aws/scheduler-endpoint.ts";
import { json, type Service, startService } from "../../../local/http/service.ts";
import { FakeServer } from "../../support/http-server.ts";

const NOW = Date.parse("2126-11-24T10:00:00.000Z");
const HOUR = 3_600_000;
const conversation = conversationId("conv-1");
const follow = (step: number): TurnCommand => ({
  kind: "follow-up",
  conversation,
  number: numberName("support"),
  turn: turnId("t1"),
  step,
});

const schedules = (endpoint: string, change: { deadLetterArn?: string } = {}) =>
  schedulerSchedules({
    group: "group",
    roleArn: "arn:aws:iam::000000000000:role/schedules",
    queueArn: "arn:aws:sqs:us-east-1:000000000000:turns.fifo",
    clock: { now: () => NOW },
    write: (command) => JSON.stringify({ v: 1, ...command }),
    config: {
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      endpoint,
      maxAttempts: 1,
    },
    ...change,
  });

describe("a schedule", () => {
  const endpoint = new SchedulerEndpoint({
    group: "group",
    clock: { now: () => NOW },
    send: async () => undefined,
    file: undefined,
  });
  beforeEach(() => endpoint.start());
  afterEach(async () => {
    await endpoint.stop();
    endpoint.schedules.clear();
  });
  const waiting = () => [...endpoint.schedules.values()];

  it("puts the command into its conversation's group of the queue, once, and deletes itself", async () => {
    await schedules(endpoint.url).set("conv-1", NOW + HOUR, follow(0));
    expect(waiting()).toEqual([
      {
        name: "conv-1",
        at: NOW + HOUR,
        queueArn: "arn:aws:sqs:us-east-1:000000000000:turns.fifo",
        group: "conv-1",
        input: JSON.stringify({ v: 1, ...follow(0) }),
        deleted: true,
      },
    ]);
  });

  it("replaces the one of the same name, and no other", async () => {
    const same = schedules(endpoint.url);
    await same.set("conv-1", NOW + HOUR, follow(0));
    await same.set("conv-2", NOW + HOUR, follow(0));
    await same.set("conv-1", NOW + 2 * HOUR, follow(1));
    expect(waiting()).toMatchObject([
      { name: "conv-1", at: NOW + 2 * HOUR, input: JSON.stringify({ v: 1, ...follow(1) }) },
      { name: "conv-2", at: NOW + HOUR },
    ]);
  });

  it("may have any name: one that the scheduler would refuse is kept by its hash", async () => {
    const same = schedules(endpoint.url);
    const names = ["a#1", "a#2", "x".repeat(65), ""];
    for (const name of names) await same.set(name, NOW + HOUR, follow(0));
    await same.set("a#1", NOW + 2 * HOUR, follow(1));
    expect(waiting().map(({ at }) => at - NOW)).toEqual([2 * HOUR, HOUR, HOUR, HOUR]);
    for (const { name } of waiting()) expect(name).toMatch(/^[\w-]{43}$/);
  });

  it.each([
    ["never before its time, which is told in whole seconds", HOUR + 1, HOUR + 1_000],
    ["soon when it is due already: a time in the past is refused", -HOUR, 10_000],
    ["soon when it is due now", 0, 10_000],
  ])("fires %s", async (_, after, fires) => {
    await schedules(endpoint.url).set("conv-1", NOW + after, follow(0));
    expect(waiting()).toMatchObject([{ at: NOW + fires }]);
  });

  it("fails when its group is not there", async () => {
    await schedules(endpoint.url).set("conv-1", NOW + HOUR, follow(0));
    const elsewhere = schedulerSchedules({
      group: "other",
      roleArn: "arn:aws:iam::000000000000:role/schedules",
      queueArn: "arn:aws:sqs:us-east-1:000000000000:turns.fifo",
      clock: { now: () => NOW },
      write: () => "{}",
      config: {
        region: "us-east-1",
        credentials: { accessKeyId: "l", secretAccessKey: "l" },
        endpoint: endpoint.url,
        maxAttempts: 1,
      },
    });
    await expect(elsewhere.set("conv-1", NOW + HOUR, follow(0))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });
});

describe("a schedule that fires while it is being replaced", () => {
  const refusals: [number, string][] = [
    [409, "ConflictException"],
    [404, "ResourceNotFoundException"],
  ];
  const methods: string[] = [];
  let service: Service;
  beforeEach(async () => {
    service = await startService({}, async ({ method }) => {
      const [status, type] = refusals[methods.length] ?? [];
      methods.push(method);
      if (status === undefined || type === undefined) return json(200, { ScheduleArn: "arn" });
      return json(status, { Message: "planned" }, { "x-amzn-errortype": type });
    });
  });
  afterEach(() => service.stop());

  it("is made again", async () => {
    await schedules(service.url).set("conv-1", NOW + HOUR, follow(0));
    expect(methods).toEqual(["POST", "PUT", "POST"]);
  });
});

describe("what is asked of EventBridge Scheduler", () => {
  let server: FakeServer;
  beforeEach(async () => {
    server = new FakeServer();
    await server.start();
  });
  afterEach(() => server.stop());

  it("is one time in UTC, and where a message goes that the queue would not take", async () => {
    server.reply = { status: 200, body: { ScheduleArn: "arn" } };
    await schedules(server.url, { deadLetterArn: "arn:aws:sqs:us-east-1:000000000000:dead" }).set(
      "conv-1",
      NOW + HOUR,
      follow(0),
    );
    expect(server.seen).toMatchObject([{ method: "POST", url: "/schedules/conv-1" }]);
    expect(JSON.parse(server.seen[0]?.body ?? "")).toMatchObject({
      GroupName: "group",
      ScheduleExpression: "at(2126-11-24T11:00:00)",
      ScheduleExpressionTimezone: "UTC",
      FlexibleTimeWindow: { Mode: "OFF" },
      ActionAfterCompletion: "DELETE",
      Target: {
        RoleArn: "arn:aws:iam::000000000000:role/schedules",
        SqsParameters: { MessageGroupId: "conv-1" },
        DeadLetterConfig: { Arn: "arn:aws:sqs:us-east-1:000000000000:dead" },
      },
    });
  });

  it("is not repeated when it fails otherwise: the caller tries again", async () => {
    server.reply = { status: 500, body: {}, headers: { "x-amzn-errortype": "InternalServerException" } };
    await expect(schedules(server.url).set("conv-1", NOW + HOUR, follow(0))).rejects.toMatchObject({
      name: "InternalServerException",
    });
    expect(server.seen).toHaveLength(1);
  });
});
