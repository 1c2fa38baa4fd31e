import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { DEMO_SECRETS } from "../../lib/simulator/demo.ts";
import { FakeAws } from "./support/fake-aws.ts";
import { FakeOperatorApi } from "./support/fake-operator-api.ts";
import { runCli } from "./support/run-cli.ts";

const outputs = {
  SecretName: "secret",
  TurnsQueueUrl: "https://sqs/1/turns.fifo",
  TurnsDeadLettersUrl: "https://sqs/1/dead.fifo",
  DeliveriesQueueUrl: "https://sqs/1/deliveries",
  DeliveriesDeadLettersUrl: "https://sqs/1/dead",
  AlarmTopicArn: "arn:aws:sns:x",
};
const aws = new FakeAws();
let api: FakeOperatorApi;
let sleeps: number[] = [];
let whileAsleep = () => {};

beforeEach(async () => {
  for (const refused of [aws.denied, aws.throttled]) refused.clear();
  [aws.calls.length, sleeps, whileAsleep] = [0, [], () => {}];
  aws.answers = {
    GetSecretValue: () => ({ SecretString: JSON.stringify(DEMO_SECRETS), VersionId: "1" }),
    ListStackResources: () => ({
      StackResourceSummaries: [{ ResourceType: "AWS::CloudWatch::Alarm", LogicalResourceId: "A", PhysicalResourceId: "alarm" }],
    }),
    DescribeAlarms: () => ({ MetricAlarms: [{ AlarmName: "alarm", StateValue: "OK" }] }),
    ListSubscriptionsByTopic: () => ({ Subscriptions: [{ Protocol: "email", SubscriptionArn: "arn:aws:sns:1" }] }),
  };
  aws.install();
  api = new FakeOperatorApi();
  await api.start();
});
afterEach(async () => {
  aws.remove();
  await api.stop();
});

const run = (argv: readonly string[], interrupt = new AbortController().signal) =>
  runCli([...argv, "--stage", "dev"], {
    stackState: async () => ({
      name: "s",
      status: "UPDATE_COMPLETE",
      outputs: { ...outputs, ApiUrl: api.url },
      protected: false,
      failures: [],
    }),
    stackOutputs: async () => ({ ApiUrl: api.url }),
    onInterrupt: () => interrupt,
    // Of providers nobody answers here.
    fetch: (url, init) => (String(url).startsWith(api.url) ? fetch(url, init) : Promise.reject(new TypeError("fetch failed"))),
    sleep: async (duration) => {
      sleeps.push(duration);
      whileAsleep();
    },
  });

type Finding = { check: string; verdict: string; evidence: string; fix?: string };

async function doctor() {
  const { code, out } = await run(["doctor", "--json"]);
  const { findings, verdict }: { findings: Finding[]; verdict: string } = JSON.parse(out);
  const of = (check: string) => findings.filter((each) => each.check === check);
  return { code, out, verdict, of };
}

/** What each check asks AWS for. */
const CHECKS = [
  ["GetSecretValue", "secret", "secretsmanager:GetSecretValue"],
  ["GetQueueAttributes", "queue.turns", "sqs:GetQueueAttributes"],
  ["GetMetricStatistics", "queue.oldest", "cloudwatch:GetMetricStatistics"],
  ["ListStackResources", "alarms", "cloudformation:ListStackResources"],
  ["DescribeAlarms", "alarms", "cloudwatch:DescribeAlarms"],
  ["ListSubscriptionsByTopic", "alarms.subscribers", "sns:ListSubscriptionsByTopic"],
] as const;

describe("doctor", () => {
  it.each(CHECKS)("that may not %s says so of %s, and looks at all the rest", async (call, check, permission) => {
    aws.denied.add(call);
    const { code, verdict, of, out } = await doctor();
    expect([code, verdict]).toEqual([1, "problem"]);
    expect(of(check)).toEqual([
      expect.objectContaining({
        verdict: "problem",
        evidence: expect.stringContaining(`it needs ${permission}.`),
        fix: expect.stringContaining("docs/operator-cli.md#permissions"),
      }),
    ]);
    const others = CHECKS.map(([, name]) => name).filter((name) => name !== check && name !== "queue.oldest");
    for (const other of others) expect(of(other).map((each) => each.verdict)).toEqual(["ok"]);
    expect(out).not.toContain("arn:aws:iam");
  });

  it("that may do nothing at all still ends with a summary", async () => {
    for (const [call] of CHECKS) aws.denied.add(call);
    const { code, out } = await run(["doctor", "--all"]);
    expect(code).toBe(1);
    for (const [, , permission] of CHECKS)
      if (permission !== "cloudwatch:DescribeAlarms") expect(out.replace(/\s+/g, " ")).toContain(`it needs ${permission}.`);
    expect(out).toContain("Not looked at: that takes what the stage's secret should hold.");
    expect(out).toMatch(/dev: \d+ problems.* in \d+ checks\.\n$/);
  });

  it("that asked too often waits and asks again, and says so in the end", async () => {
    aws.throttled.add("DescribeAlarms");
    const { code, of } = await doctor();
    expect(code).toBe(1);
    expect(of("alarms")).toMatchObject([{ evidence: expect.stringContaining("asked too often"), fix: "Try again in a minute." }]);
    expect(sleeps).toEqual([6_000, 12_000, 24_000, 30_000, 30_000]);
  });

  it("is answered when it asks again", async () => {
    aws.throttled.add("DescribeAlarms");
    whileAsleep = () => aws.throttled.clear();
    expect((await doctor()).of("alarms").map(({ verdict }) => verdict)).toEqual(["ok"]);
    expect(sleeps).toEqual([6_000]);
  });

  it("in which a check has a fault of its own goes on, and quotes nothing", async () => {
    aws.answers.ListSubscriptionsByTopic = () => {
      throw new RangeError("+14155550123 is wrong");
    };
    const { of, out } = await doctor();
    expect(of("alarms").map(({ verdict }) => verdict)).toEqual(["ok"]);
    expect(of("alarms.subscribers")).toMatchObject([{ verdict: "problem" }]);
    expect(out).not.toContain("+1415");
  });
});

describe("cost", () => {
  it("waits while AWS was asked too often", async () => {
    aws.throttled.add("GetMetricData");
    whileAsleep = () => {
      if (sleeps.length === 2) aws.throttled.clear();
    };
    expect(await run(["cost", "--market", "US"])).toMatchObject({ code: 0, out: expect.stringContaining("estimated") });
    expect(sleeps).toEqual([6_000, 12_000]);
  });
});

describe("tail", () => {
  const line = (code: string) => ({ timestamp: Date.now(), message: JSON.stringify({ code, conversation: "conv-dana-0123456789ab" }) });
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
    whileAsleep = () => {
      if (sleeps.length === 3) aws.throttled.clear();
    };
    expect(await run(["tail", "conv-dana-0123456789ab"])).toMatchObject({ code: 0, out: expect.stringContaining("lead.posted") });
    expect(sleeps.slice(0, 3)).toEqual([6_000, 12_000, 24_000]);
  });

  it("follows on in spite of throttling, and shows each line once", async () => {
    const stop = new AbortController();
    aws.throttled.add("FilterLogEvents");
    whileAsleep = () => {
      if (sleeps.length === 2) aws.throttled.clear();
      if (sleeps.length === 5) stop.abort();
    };
    const [accepted, posted] = [line("webhook.accepted"), line("lead.posted")];
    aws.answers.FilterLogEvents = (_, { logGroupName }) => ({ events: [logGroupName === "WebhookLogs0123ABCD" ? accepted : posted] });
    const { code, out } = await run(["tail", "conv-dana-0123456789ab", "--follow"], stop.signal);
    expect([code, out.match(/webhook\.accepted/g), out.match(/lead\.posted/g)]).toEqual([0, ["webhook.accepted"], ["lead.posted"]]);
    expect(sleeps.slice(0, 2)).toEqual([6_000, 12_000]);
  });
});

describe("status", () => {
  it.each([
    ["GetMetricData", "figures", "cloudwatch:GetMetricData"],
    ["GetQueueAttributes", "queue turns", "sqs:GetQueueAttributes"],
    ["GetMetricStatistics", "age in turns", "cloudwatch:GetMetricStatistics"],
    ["DescribeAlarms", "alarms", "cloudwatch:DescribeAlarms"],
    ["GetSecretValue", "secret", "secretsmanager:GetSecretValue"],
  ])("of whoever may not %s shows the rest, and says what is not known: %s", async (call, what, permission) => {
    aws.denied.add(call);
    const { code, out } = await run(["status"]);
    expect(code).toBe(5);
    expect(out).toContain("not all is known");
    expect(out).toMatch(new RegExp(`NOT KNOWN ${what}.*needs ${permission}`));
    expect(out).toContain("0 customer(s) with, or waiting for, a person.");
    const { unknown } = JSON.parse((await run(["status", "--json"])).out);
    expect(unknown).toContainEqual({ what, why: expect.stringContaining(permission) });
  });

  it("is shown without what the operator API keeps back", async () => {
    api.failures = Array.from({ length: 12 }, () => ({ status: 403, body: { message: "Forbidden" } }));
    const { code, out } = await run(["status"]);
    expect([code, out]).toEqual([5, expect.stringMatching(/NOT KNOWN handoffs, switches: /)]);
    expect(out).toMatch(/\? customer\(s\) with/);
    expect(out).toMatch(/^turns +0 +0/m);
  });

  it("is shown again and again in spite of throttling, later each time that AWS was asked too often", async () => {
    const stop = new AbortController();
    aws.throttled.add("GetMetricData");
    whileAsleep = () => {
      if (sleeps.length === 2) aws.throttled.clear();
      if (sleeps.length === 4) stop.abort();
    };
    const { code, out } = await run(["status", "--watch"], stop.signal);
    expect(code).toBe(0);
    expect(sleeps).toEqual([10_000, 20_000, 5_000, 5_000]);
    expect(out.match(/not all is known|customers are answered/g)).toEqual([
      ...["not all is known", "not all is known"],
      ...["customers are answered", "customers are answered"],
    ]);
  });

  it("says that all is well only when all is known", async () => {
    expect(await run(["status"])).toMatchObject({ code: 0, out: expect.stringContaining("customers are answered") });
    aws.throttled.add("GetMetricData");
    expect(await run(["status"])).toMatchObject({ code: 6, out: expect.stringContaining("not all is known") });
  });
});
