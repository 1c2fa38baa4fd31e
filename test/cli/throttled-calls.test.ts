import { beforeEach, describe, expect, it } from "@jest/globals";
import { deployedWorld } from "./support/deployed-world.ts";

const world = deployedWorld();
const { aws, run } = world;

describe("cost", () => {
  it("waits while AWS was asked too often", async () => {
    aws.throttled.add("GetMetricData");
    world.whileAsleep = () => {
      if (world.sleeps.length === 2) aws.throttled.clear();
    };
    expect(await run(["cost", "--market", "US"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("estimated"),
    });
    expect(world.sleeps).toEqual([6_000, 12_000]);
  });
});

describe("tail", () => {
  const line = (code: string) => ({
    timestamp: Date.now(),
    message: JSON.stringify({ code, conversation: "conv-dana-0123456789ab" }),
  });
  beforeEach(() => {
    const [WebhookLogs, LeadWebhookLogs] = ["WebhookLogs0123ABCD", "LeadsLeadWebhookLogs0123ABCD"];
    aws.answers.ListStackResources = () => ({
      StackResourceSummaries: [WebhookLogs, LeadWebhookLogs].map((id) => ({
        ...{ ResourceType: "AWS::Logs::LogGroup", LogicalResourceId: id, PhysicalResourceId: id },
      })),
    });
    aws.answers.FilterLogEvents = (_, { logGroupName }) => ({
      events: [line(logGroupName === WebhookLogs ? "webhook.accepted" : "lead.posted")],
    });
  });

  it("names the function that wrote a line", async () => {
    const { out } = await run(["tail", "conv-dana-0123456789ab"]);
    expect(out).toMatch(/ webhook +webhook\.accepted/);
    expect(out).toMatch(/ lead-webhook +lead\.posted/);
  });

  it("waits while AWS was asked too often, and then shows all", async () => {
    aws.throttled.add("FilterLogEvents");
    world.whileAsleep = () => {
      if (world.sleeps.length === 3) aws.throttled.clear();
    };
    expect(await run(["tail", "conv-dana-0123456789ab"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("lead.posted"),
    });
    expect(world.sleeps.slice(0, 3)).toEqual([6_000, 12_000, 24_000]);
  });

  it("follows on in spite of throttling, and shows each line once", async () => {
    const stop = new AbortController();
    aws.throttled.add("FilterLogEvents");
    world.whileAsleep = () => {
      if (world.sleeps.length === 2) aws.throttled.clear();
      if (world.sleeps.length === 5) stop.abort();
    };
    const [accepted, posted] = [line("webhook.accepted"), line("lead.posted")];
    aws.answers.FilterLogEvents = (_, { logGroupName }) => ({
      events: [logGroupName === "WebhookLogs0123ABCD" ? accepted : posted],
    });
    const { code, out } = await run(["tail", "conv-dana-0123456789ab", "--follow"], stop.signal);
    expect([code, out.match(/webhook\.accepted/g), out.match(/lead\.posted/g)]).toEqual([
      0,
      ["webhook.accepted"],
      ["lead.posted"],
    ]);
    expect(world.sleeps.slice(0, 2)).toEqual([6_000, 12_000]);
  });
});

describe("status --watch", () => {
  it("is shown again and again in spite of throttling, later each time that AWS was asked too often", async () => {
    const stop = new AbortController();
    aws.throttled.add("GetMetricData");
    world.whileAsleep = () => {
      if (world.sleeps.length === 2) aws.throttled.clear();
      if (world.sleeps.length === 4) stop.abort();
    };
    const { code, out } = await run(["status", "--watch"], stop.signal);
    expect(code).toBe(0);
    expect(world.sleeps).toEqual([10_000, 20_000, 5_000, 5_000]);
    expect(out.match(/some data is missing|customers are answered/g)).toEqual([
      ...["some data is missing", "some data is missing"],
      ...["customers are answered", "customers are answered"],
    ]);
  });
});
