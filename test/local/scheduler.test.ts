import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { LocalSchedule } from "../../local/aws/schedule-request.ts";
import { SchedulerEndpoint } from "../../local/aws/scheduler-endpoint.ts";
import { waitFor } from "../support/wait-for.ts";

const folder = mkdtempSync(join(tmpdir(), "scheduler-test-"));
const QUEUE = "arn:aws:sqs:us-east-1:000000000000:turns.fifo";
const at = (time: number) => `at(${new Date(time).toISOString().slice(0, 19)})`;
const LATER = at(Date.now() + 40 * 24 * 3600_000);

const schedule = (
  Name: string,
  change: Partial<CreateScheduleCommandInput> = {},
): CreateScheduleCommandInput => ({
  Name,
  GroupName: "group",
  ScheduleExpression: LATER,
  FlexibleTimeWindow: { Mode: "OFF" },
  ActionAfterCompletion: "DELETE",
  Target: {
    Arn: QUEUE,
    RoleArn: "arn:aws:iam::000000000000:role/schedules",
    Input: "{}",
    SqsParameters: { MessageGroupId: "g" },
  },
  ...change,
});

describe("the fake of EventBridge Scheduler", () => {
  let endpoint: SchedulerEndpoint;
  let client: SchedulerClient;
  let sent: LocalSchedule[];

  async function open(file?: string) {
    endpoint = new SchedulerEndpoint({
      group: "group",
      clock: { now: Date.now },
      send: async (each) => void sent.push(each),
      file,
    });
    await endpoint.start();
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    client = new SchedulerClient({
      region: "us-east-1",
      credentials,
      endpoint: endpoint.url,
      maxAttempts: 1,
    });
  }
  async function close() {
    client.destroy();
    await endpoint.stop();
  }
  beforeEach(async () => {
    sent = [];
    await open();
  });
  afterEach(close);
  afterAll(() => rmSync(folder, { recursive: true }));

  const create = (input: CreateScheduleCommandInput) => client.send(new CreateScheduleCommand(input));
  const update = (input: CreateScheduleCommandInput) => client.send(new UpdateScheduleCommand(input));

  it("sends when the time has come, and forgets what is to be deleted then", async () => {
    await create(schedule("later"));
    await create(schedule("next", { ScheduleExpression: at(Date.now() + 2_000) }));
    await create(schedule("soon", { ScheduleExpression: at(Date.now() + 1_000) }));
    await waitFor("both", () => sent.length === 2);
    expect(sent).toMatchObject([
      { name: "soon", queueArn: QUEUE, group: "g", input: "{}" },
      { name: "next", queueArn: QUEUE, group: "g", input: "{}" },
    ]);
    expect([...endpoint.schedules.keys()]).toEqual(["later"]);
  });

  it("fires by name before the time, once", async () => {
    await create(schedule("one"));
    await endpoint.fire("one");
    expect(sent).toMatchObject([{ name: "one" }]);
    await expect(endpoint.fire("one")).rejects.toThrow("no schedule waits by the name one");
  });

  it("keeps the name of one that is not deleted after it has fired", async () => {
    const { ActionAfterCompletion: _, ...kept } = schedule("one");
    await create(kept);
    await endpoint.fire("one");
    await expect(create(kept)).rejects.toMatchObject({ name: "ConflictException" });
    await update(kept);
    await endpoint.fire("one");
    expect(sent).toHaveLength(2);
  });

  it("makes a name once, and replaces or deletes only what is there", async () => {
    await expect(update(schedule("one"))).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    expect((await create(schedule("one"))).ScheduleArn).toContain("schedule/group/one");
    await expect(create(schedule("one"))).rejects.toMatchObject({
      name: "ConflictException",
      $metadata: { httpStatusCode: 409 },
    });
    await update(schedule("one", { ScheduleExpression: at(Date.now() + 1_000) }));
    await waitFor("the changed one", () => sent.length === 1);
    await expect(client.send(new DeleteScheduleCommand({ Name: "one", GroupName: "group" }))).rejects.toThrow(
      "does not exist",
    );
  });

  it.each<[string, Partial<CreateScheduleCommandInput>, string]>([
    ["a name of 65 characters", { Name: "x".repeat(65) }, "ValidationException"],
    ["a name with a hash sign", { Name: "a#b" }, "ValidationException"],
    ["a group that is not there", { GroupName: "default" }, "ResourceNotFoundException"],
    ["a time with a zone", { ScheduleExpression: `at(${new Date().toISOString()})` }, "ValidationException"],
    ["a time in the past", { ScheduleExpression: at(Date.now() - 1_000) }, "ValidationException"],
    ["an invalid time", { ScheduleExpression: "at(2026-13-01T00:00:00)" }, "ValidationException"],
    [
      "an invalid role",
      { Target: { ...schedule("x").Target, Arn: QUEUE, RoleArn: "role" } },
      "ValidationException",
    ],
    [
      "a flexible time",
      { FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 5 } },
      "ValidationException",
    ],
  ])("refuses %s", async (_, change, name) => {
    await expect(create(schedule("one", change))).rejects.toMatchObject({ name });
    expect(endpoint.schedules.size).toBe(0);
  });

  it("keeps what waits over a restart where it has a file", async () => {
    await close();
    const file = join(folder, "schedules.json");
    await open(file);
    await create(schedule("one"));
    await close();
    await open(file);
    await endpoint.fire("one");
    expect(sent).toMatchObject([{ name: "one", group: "g" }]);
  });
});
