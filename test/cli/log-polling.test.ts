import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { backoff, retryThrottled } from "../../cli/cloud/retry-throttled.ts";
import { sdkCloud } from "../../cli/cloud/sdk-cloud.ts";
import { awaitAnswer } from "../../cli/setup/try-out.ts";

type Call = { constructor: { name: string }; input: Record<string, unknown> };

const GROUPS = ["Webhook", "Worker", "Delivery", "Operator", "AgentActions", "LeadsLeadWebhook"].map(
  (name) => ({
    ResourceType: "AWS::Logs::LogGroup",
    LogicalResourceId: `${name}Logs0123ABCD`,
    PhysicalResourceId: name,
  }),
);
const throttled = () => Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" });

/** CloudWatch Logs with as many refusals as planned. */
const sent: Call[] = [];
let refusals = 0;
let lines: Record<string, string[]> = {};
const originals = [CloudFormationClient.prototype.send, CloudWatchLogsClient.prototype.send] as const;

beforeEach(() => {
  sent.length = 0;
  [refusals, lines] = [0, {}];
  CloudFormationClient.prototype.send = async (command: Call) => {
    sent.push(command);
    return { StackResourceSummaries: GROUPS };
  };
  CloudWatchLogsClient.prototype.send = async (command: Call) => {
    sent.push(command);
    if (refusals-- > 0) throw throttled();
    return {
      events: (lines[String(command.input.logGroupName)] ?? []).map((message, timestamp) => ({
        timestamp,
        message,
      })),
    };
  };
});
afterEach(() => {
  [CloudFormationClient.prototype.send, CloudWatchLogsClient.prototype.send] = originals;
});
const named = (name: string) => sent.filter((each) => each.constructor.name === name);

/** Waits between two calls take no time here. */
const stage = () =>
  sdkCloud(
    "dev",
    {},
    {
      fetch,
      credentials: async () => ({ accessKeyId: "a", secretAccessKey: "b" }),
      env: {},
      clock: { now: () => 0 },
      sleep: async () => undefined,
    },
  );

function waiting() {
  let now = 1_000_000;
  const waits: number[] = [];
  const sleep = async (duration: number) => {
    waits.push(duration);
    now += duration;
  };
  return { waits, world: { clock: { now: () => now }, sleep, fetch, newId: () => "id" }, since: now };
}

describe("waiting for the first answer", () => {
  it("searches two logs in one question each, and looks up once which they are", async () => {
    const { world, since } = waiting();
    await awaitAnswer(world, stage(), since, 9_000, () => undefined);
    expect(named("ListStackResourcesCommand")).toHaveLength(1);
    const searches = named("FilterLogEventsCommand").map(({ input }) => input);
    expect(searches).toHaveLength(3 * 2);
    expect(new Set(searches.map(({ logGroupName }) => logGroupName))).toEqual(new Set(["Webhook", "Worker"]));
    expect(searches[0]?.filterPattern).toBe(
      '?"webhook.accepted" ?"webhook.rejected" ?"turn.answered" ?"turn.failed"',
    );
  });

  it("takes throttling for 'not yet', and asks later each time until it is answered", async () => {
    const { world, since, waits } = waiting();
    [refusals, lines] = [3, { Worker: ['{"code":"turn.answered"}'] }];
    expect(await awaitAnswer(world, stage(), since, 120_000, () => undefined)).toBe("answered");
    expect(waits).toEqual([6_000, 12_000, 24_000]);
  });

  it("ends in time even while everything is refused", async () => {
    const { world, since, waits } = waiting();
    refusals = 1_000;
    expect(await awaitAnswer(world, stage(), since, 60_000, () => undefined)).toBe("nothing");
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(60_000);
  });
});

describe("a search of logs", () => {
  it("distinguishes the lead webhook's lines from the webhook's", async () => {
    lines = { LeadsLeadWebhook: ['{"code":"lead.posted"}'], Webhook: ['{"code":"webhook.accepted"}'] };
    const found = await stage().logs({ containing: "x", since: 0 });
    expect(found.map(({ function: name, fields }) => [name, fields.code])).toEqual(
      expect.arrayContaining([
        ["lead-webhook", "lead.posted"],
        ["webhook", "webhook.accepted"],
      ]),
    );
  });

  it("is tried again while a user waits, and given up after a while", async () => {
    const { world, waits } = waiting();
    refusals = 2;
    expect(await retryThrottled(world, () => stage().logs({ containing: "x", since: 0 }))).toEqual([]);
    expect(waits).toEqual([6_000, 12_000]);
    refusals = 1_000;
    await expect(retryThrottled(world, () => stage().logs({ containing: "x", since: 0 }))).rejects.toThrow(
      "has made too many calls",
    );
  });

  it("waits the shortest time again once it was answered, and never longer than half a minute", () => {
    const wait = backoff(1_000);
    expect([1, 2, 3, 4, 5, 6].map(() => wait.refused())).toEqual([
      2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
    expect([wait.answered(), wait.refused()]).toEqual([1_000, 2_000]);
  });
});
