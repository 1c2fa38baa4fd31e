import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { ConfigurationError, parseConfiguration } from "../../../lib/config/settings/problems.ts";
import { settingsSchema } from "../../../lib/config/settings/settings-schema.ts";

const META = { name: "support", provider: "meta", phoneNumberId: "310000000000007", agentId: "agent_1" };
const DOMAIN = {
  name: "wa.example.org",
  certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1a2b-3c",
};
const parse = (file: unknown) =>
  parseConfiguration(
    settingsSchema,
    JSON.stringify({ numbers: [META], ...(file as Record<string, unknown>) }),
    "dev.json",
  );
function problemsOf(file: unknown): readonly string[] {
  try {
    parse(file);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

describe("settings of the deployment", () => {
  it("cost nothing and reserve nothing unless they are asked to", () => {
    const settings = parse({});
    expect(settings.capacity).toEqual({
      accountInstances: 10,
      workers: 4,
      deliveries: 2,
      reserveWorkers: false,
      requestsPerSecond: 500,
      inboxPartitions: 2,
    });
    expect(settings).toMatchObject({
      security: { customerManagedKey: false },
      logs: { retentionDays: 30 },
      tracing: true,
      tags: {},
    });
    expect(settings.domain).toBeUndefined();
    expect(settings.keepData).toBeUndefined();
  });

  it.each([
    [{ capacity: { workers: 1 } }, "capacity.workers: use at least 2"],
    [{ capacity: { workers: 1001 } }, "capacity.workers: use at most 1000"],
    [{ capacity: { deliveries: 1 } }, "capacity.deliveries: use at least 2"],
    [{ capacity: { webhookReserved: 0 } }, "capacity.webhookReserved: use at least 1"],
    [{ capacity: { webhookProvisioned: 0 } }, "capacity.webhookProvisioned: use at least 1"],
    [
      { capacity: { webhookReserved: 5, webhookProvisioned: 6 } },
      "capacity.webhookProvisioned: must not be more than capacity.webhookReserved",
    ],
    [{ capacity: { inboxPartitions: 4 } }, "capacity.inboxPartitions: use 2 or 8"],
    [{ capacity: { requestsPerSecond: 9 } }, "capacity.requestsPerSecond: use at least 10"],
    [{ capacity: { requestPerSecond: 90 } }, "capacity.requestPerSecond: no such setting"],
    [{ security: { customerManagedKey: "yes" } }, "security.customerManagedKey: missing, or not a boolean"],
    [
      { logs: { retentionDays: 31 } },
      "logs.retentionDays: use 1 or 3 or 5 or 7 or 14 or 30 or 60 or 90 or 120 or 150 or 180 or 365 or 400 or 545 or 731 or 1096 or 1827 or 2192 or 2557 or 2922 or 3288 or 3653",
    ],
    [{ tracing: 1 }, "tracing: missing, or not a boolean"],
    [{ keepData: "no" }, "keepData: missing, or not a boolean"],
  ])("refuse %j with a word of what would do", (file, problem) => {
    expect(problemsOf(file)).toEqual([problem]);
  });

  it.each([
    [{ stage: "x" }, "tags.stage: is set by the stack itself: choose another name"],
    [{ "aws:owner": "x" }, "tags.aws:owner: names that begin with aws: belong to AWS"],
    [{ "": "x" }, "tags.: use 1 to 128 characters for the name, at most 256 for the value"],
    [{ team: "x".repeat(257) }, "tags.team: use 1 to 128 characters for the name, at most 256 for the value"],
    [{ team: "a;b" }, "tags.team: use letters, digits, spaces and _.:/=+@- only"],
    [Object.fromEntries(Array.from({ length: 46 }, (_, at) => [`tag${at}`, "x"])), "tags: use at most 45"],
  ])("refuse the tags %j", (tags, problem) => {
    expect(problemsOf({ tags })).toEqual([problem]);
  });

  it("take tags in any script", () => {
    expect(parse({ tags: { "cost center": "Größe/4711", équipe: "" } }).tags).toEqual({
      "cost center": "Größe/4711",
      équipe: "",
    });
  });
});

describe("the domain", () => {
  it("needs a bare name and a certificate of ACM", () => {
    expect(parse({ domain: DOMAIN }).domain).toEqual({ ...DOMAIN, only: false });
    expect(
      problemsOf({
        domain: { name: "https://wa.example.org", certificateArn: "arn:aws:iam::1:server-certificate/x" },
      }),
    ).toEqual([
      'domain.name: use a bare host name in lower case, for instance "wa.example.org"',
      "domain.certificateArn: use the ARN of a certificate of ACM, arn:aws:acm:REGION:ACCOUNT:certificate/…",
    ]);
    for (const name of [
      "localhost",
      "WA.example.org",
      "wa.example.org.",
      "-a.example.org",
      `${"a".repeat(64)}.org`,
      "a.b.1",
    ])
      expect(problemsOf({ domain: { ...DOMAIN, name } })).toHaveLength(1);
    for (const name of ["example.org", "a.b.c.example.xn--p1ai"])
      expect(problemsOf({ domain: { ...DOMAIN, name } })).toEqual([]);
  });

  it("must lie in the zone that its record is made in", () => {
    const inZone = (name: string) =>
      problemsOf({ domain: { ...DOMAIN, hostedZone: { id: "Z0123456789", name } } });
    expect(inZone("example.org")).toEqual([]);
    expect(inZone("wa.example.org")).toEqual([]);
    for (const zone of ["ample.org", "example.com"])
      expect(inZone(zone)).toEqual(["domain.hostedZone.name: is not a zone that domain.name lies in"]);
    expect(
      problemsOf({ domain: { ...DOMAIN, hostedZone: { id: "/hostedzone/Z1", name: "example.org" } } }),
    ).toEqual(["domain.hostedZone.id: use the zone's id as Route 53 shows it, Z…"]);
  });
});

describe("the documents", () => {
  it.each([
    ["docs/configuration.md", "capacity", "domain"],
    ["docs/scale.md", "capacity", "capacity"],
  ])("of %s show settings that are valid", (file, ...sections) => {
    const blocks = [
      ...readFileSync(file, "utf8").matchAll(/```json\n("(?:capacity|domain)"[\s\S]*?)```/g),
    ].map(([, text]) => text);
    expect(blocks).toHaveLength(sections.length);
    for (const block of blocks) expect(problemsOf(JSON.parse(`{${block}}`))).toEqual([]);
  });

  it("name every value that logs may be kept for", () => {
    const row =
      /\| `logs\.retentionDays` \|[^|]*\|([^|]*)\|/.exec(
        readFileSync("docs/configuration.md", "utf8"),
      )?.[1] ?? "";
    const named = row.match(/\d+/g)?.map(Number) ?? [];
    expect(named.length).toBeGreaterThan(20);
    for (const retentionDays of named) expect(problemsOf({ logs: { retentionDays } })).toEqual([]);
  });
});
