import { describe, expect, it } from "@jest/globals";
import { deployedWorld } from "./support/deployed-world.ts";

const world = deployedWorld();
const { aws, run } = world;

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
  it.each(CHECKS)(
    "that may not %s says so of %s, and looks at all the rest",
    async (call, check, permission) => {
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
      const others = CHECKS.map(([, name]) => name).filter(
        (name) => name !== check && name !== "queue.oldest",
      );
      for (const other of others) expect(of(other).map((each) => each.verdict)).toEqual(["ok"]);
      expect(out).not.toContain("arn:aws:iam");
    },
  );

  it("that may do nothing at all still ends with a summary", async () => {
    for (const [call] of CHECKS) aws.denied.add(call);
    const { code, out } = await run(["doctor", "--all"]);
    expect(code).toBe(1);
    for (const [, , permission] of CHECKS)
      if (permission !== "cloudwatch:DescribeAlarms")
        expect(out.replace(/\s+/g, " ")).toContain(`it needs ${permission}.`);
    expect(out).toContain("Not checked: this needs the stage's secret.");
    expect(out).toMatch(/dev: \d+ problems.* in \d+ checks\.\n$/);
  });

  it("that asked too often waits and asks again, and reports it in the end", async () => {
    aws.throttled.add("DescribeAlarms");
    const { code, of } = await doctor();
    expect(code).toBe(1);
    expect(of("alarms")).toMatchObject([
      { evidence: expect.stringContaining("has made too many calls"), fix: "Try again in a minute." },
    ]);
    expect(world.sleeps).toEqual([6_000, 12_000, 24_000, 30_000, 30_000]);
  });

  it("is answered when it asks again", async () => {
    aws.throttled.add("DescribeAlarms");
    world.whileAsleep = () => aws.throttled.clear();
    expect((await doctor()).of("alarms").map(({ verdict }) => verdict)).toEqual(["ok"]);
    expect(world.sleeps).toEqual([6_000]);
  });

  it("in which a check has a fault of its own goes on, and quotes nothing", async () => {
    aws.answers.ListSubscriptionsByTopic = () => {
      throw new RangeError("+14155550123 is wrong");
    };
    const { of, out } = await doctor();
    expect(of("alarms").map(({ verdict }) => verdict)).toEqual(["ok"]);
    for (const topic of ["alarms", "handoffs"])
      expect(of(`${topic}.subscribers`)).toMatchObject([{ verdict: "problem" }]);
    expect(out).not.toContain("+1415");
  });
});

describe("status", () => {
  it.each([
    ["GetMetricData", "figures", "cloudwatch:GetMetricData"],
    ["GetQueueAttributes", "queue turns", "sqs:GetQueueAttributes"],
    ["GetMetricStatistics", "age in turns", "cloudwatch:GetMetricStatistics"],
    ["DescribeAlarms", "alarms", "cloudwatch:DescribeAlarms"],
    ["GetSecretValue", "secret", "secretsmanager:GetSecretValue"],
  ])(
    "of a user who may not %s shows the rest, and names what is not known: %s",
    async (call, what, permission) => {
      aws.denied.add(call);
      const { code, out } = await run(["status"]);
      expect(code).toBe(5);
      expect(out).toContain("some data is missing");
      expect(out).toMatch(new RegExp(`NOT KNOWN ${what}.*needs ${permission}`));
      expect(out).toContain("0 customer(s) with, or waiting for, a person.");
      const { unknown } = JSON.parse((await run(["status", "--json"])).out);
      expect(unknown).toContainEqual({ what, why: expect.stringContaining(permission) });
    },
  );

  it("is shown without what the operator API keeps back", async () => {
    world.api.failures = Array.from({ length: 12 }, () => ({ status: 403, body: { message: "Forbidden" } }));
    const { code, out } = await run(["status"]);
    expect([code, out]).toEqual([5, expect.stringMatching(/NOT KNOWN customers and numbers, handoffs: /)]);
    expect(out).toMatch(/\? customer\(s\) with/);
    expect(out).toMatch(/^turns +0 +0/m);
  });

  it("reports that all is well only when all is known", async () => {
    expect(await run(["status"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("customers are answered"),
    });
    aws.throttled.add("GetMetricData");
    expect(await run(["status"])).toMatchObject({
      code: 6,
      out: expect.stringContaining("some data is missing"),
    });
  });
});
