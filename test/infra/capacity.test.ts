import { describe, expect, it } from "@jest/globals";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { EVERYTHING, META, type Options, templateOf, warningsOf } from "./synthesized.ts";

const plain = templateOf();
const nameOf = (properties: { Environment: { Variables: Record<string, string> } }) =>
  properties.Environment.Variables.POWERTOOLS_SERVICE_NAME;
const reserved = (found: Template) =>
  Object.fromEntries(
    Object.values(found.findResources("AWS::Lambda::Function"))
      .filter(({ Properties }) => Properties.ReservedConcurrentExecutions !== undefined)
      .map(({ Properties }) => [nameOf(Properties), Properties.ReservedConcurrentExecutions]),
  );
const bounds = (found: Template) =>
  Object.fromEntries(
    Object.values(found.findResources("AWS::Lambda::EventSourceMapping")).map(({ Properties }) => [
      /^[A-Za-z]+?(?=Queue)/.exec(Properties.EventSourceArn["Fn::GetAtt"][0])?.[0],
      Properties.ScalingConfig?.MaximumConcurrency,
    ]),
  );

describe("capacity", () => {
  it("takes nothing of the account's for itself by default, and leaves webhooks room in an account of ten instances", () => {
    expect(reserved(plain)).toEqual({});
    expect(bounds(plain)).toEqual({ Turns: 4, Deliveries: 2 });
    const all = bounds(templateOf({ leads: { webhook: { url: "https://crm.example.org/leads" } } }));
    expect(all).toEqual({ Turns: 4, Deliveries: 2, Leads: 2 });
    expect(Object.values(all).reduce((sum: number, bound) => sum + Number(bound), 0)).toBeLessThanOrEqual(8);
  });

  it("limits workers and delivery functions by the settings", () => {
    expect(bounds(templateOf({ capacity: { workers: 200, deliveries: 20 } }))).toEqual({
      Turns: 200,
      Deliveries: 20,
    });
  });

  it("keeps instances free for webhooks that no rush of workers can take", () => {
    expect(reserved(templateOf({ capacity: { webhookReserved: 80 } }))).toEqual({ webhook: 80 });
  });

  it("reserves exactly as many workers as the queue may start, because with fewer Lambda would refuse what is received", () => {
    expect(reserved(templateOf({ capacity: { workers: 120, reserveWorkers: true } }))).toEqual({
      worker: 120,
    });
  });

  it("accepts as many requests as the settings allow, and twice as many for a moment", () => {
    templateOf({ capacity: { requestsPerSecond: 2000 } }).hasResourceProperties("AWS::ApiGatewayV2::Stage", {
      DefaultRouteSettings: { ThrottlingRateLimit: 2000, ThrottlingBurstLimit: 4000 },
    });
  });
});

describe("webhooks that always find a started instance", () => {
  const warm = templateOf({ capacity: { webhookProvisioned: 5 } });

  it("are the same as those that do not, but for one property of the alias: switching moves nothing", () => {
    const withoutInstances = (found: Template) => {
      const json = structuredClone(found.toJSON());
      for (const { Type, Properties } of Object.values<{ Type: string; Properties: Record<string, unknown> }>(
        json.Resources,
      ))
        if (Type === "AWS::Lambda::Alias") Properties.ProvisionedConcurrencyConfig = undefined;
      json.Outputs.SettingsHash = undefined;
      return JSON.parse(JSON.stringify(json));
    };
    plain.resourceCountIs("AWS::Lambda::Alias", 1);
    plain.resourcePropertiesCountIs(
      "AWS::Lambda::Alias",
      { ProvisionedConcurrencyConfig: Match.anyValue() },
      0,
    );
    expect(withoutInstances(warm)).toEqual(withoutInstances(plain));
  });

  it("go to an alias of the newest version, which is kept started", () => {
    warm.resourceCountIs("AWS::Lambda::Alias", 1);
    warm.hasResourceProperties("AWS::Lambda::Alias", {
      Name: "live",
      FunctionName: { Ref: Match.stringLikeRegexp("^WebhookFunction") },
      FunctionVersion: {
        "Fn::GetAtt": [Match.stringLikeRegexp("^WebhookFunctionCurrentVersion"), "Version"],
      },
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 5 },
    });
  });

  it("reach it by every webhook route, and the API may call nothing but the alias", () => {
    const alias = { Ref: expect.stringMatching(/^WebhookFunctionAliaslive/) };
    const integrations = Object.values(warm.findResources("AWS::ApiGatewayV2::Integration")).map(
      ({ Properties }) => Properties.IntegrationUri,
    );
    expect(integrations).toHaveLength(5);
    expect(integrations.filter((uri) => JSON.stringify(uri).includes("Webhook"))).toEqual([alias]);
    const callable = Object.values(warm.findResources("AWS::Lambda::Permission"))
      .filter(({ Properties }) => JSON.stringify(Properties.SourceArn).includes("/webhooks/"))
      .map(({ Properties }) => Properties.FunctionName);
    expect(callable).toEqual([alias, alias, alias, alias]);
  });

  it("get a new version whenever the settings' effect on the function changes", () => {
    const version = (found: Template) => Object.keys(found.findResources("AWS::Lambda::Version"));
    const other = templateOf({ capacity: { webhookProvisioned: 5 }, publicUrl: "https://wa.example.org" });
    expect(version(other)).not.toEqual(version(warm));
    expect(version(templateOf({ capacity: { webhookProvisioned: 5 }, numbers: [META] }))).toEqual(
      version(warm),
    );
  });
});

describe("the inbox's lists", () => {
  const warned = (change: Options) => warningsOf(change).filter((text) => text.includes("inbox-partitions"));
  const many = { accountInstances: 3000, workers: 301 };

  it("are warned of at synth when more workers may write them than two partitions take", () => {
    expect(warned({ capacity: many, inbox: { enabled: true } })[0]).toMatch(
      /workers 301 .*"inboxPartitions": 8 .*docs\/scale\.md/,
    );
    expect(warned({ capacity: { ...many, workers: 300 }, inbox: { enabled: true } })).toEqual([]);
    expect(warned({ capacity: { ...many, inboxPartitions: 8 }, inbox: { enabled: true } })).toEqual([]);
    expect(warned({ capacity: many, inbox: { enabled: false } })).toEqual([]);
  });

  it("get readers that know all partitions before workers that write to them", () => {
    const resources = templateOf({ inbox: { enabled: true } }).findResources("AWS::Lambda::Function");
    const [[inbox] = []] = Object.entries(resources).filter(
      ([, { Properties }]) => nameOf(Properties) === "inbox",
    );
    const worker = Object.values(resources).find(({ Properties }) => nameOf(Properties) === "worker");
    expect(worker?.DependsOn).toContain(inbox);
  });
});

describe("an account that may run fewer instances than the settings ask for", () => {
  const warned = (change: Options) => warningsOf(change).filter((text) => text.includes("account-capacity"));

  it("is warned of at synth, with what to do", () => {
    expect(warned({})).toEqual([]);
    expect(warned({ leads: EVERYTHING.leads })).toEqual([]);
    const [text] = warned({ capacity: { workers: 50 } });
    expect(text).toMatch(
      /52 of the account's 10 .*wa -- doctor.*docs\/scale\.md.*capacity\.accountInstances/,
    );
    expect(warned({ capacity: { workers: 5, deliveries: 2 }, leads: EVERYTHING.leads })).toHaveLength(1);
    expect(warned({ capacity: { workers: 50, accountInstances: 1000 } })).toEqual([]);
  });

  it("gets a warning that reservations will fail the deploy", () => {
    expect(warned({ capacity: { webhookReserved: 50, accountInstances: 100 } })[0]).toMatch(
      /reserve 50 .*the deploy will fail/,
    );
    expect(
      warned({
        capacity: { webhookReserved: 50, reserveWorkers: true, workers: 800, accountInstances: 1000 },
      }),
    ).toEqual([]);
    expect(
      warned({
        capacity: { webhookReserved: 101, reserveWorkers: true, workers: 800, accountInstances: 1000 },
      }),
    ).toHaveLength(1);
  });
});

describe("deployed functions", () => {
  it("give AWS no more time than their callers have: what a laptop's emulators get is for laptops", () => {
    const environments = Object.values(templateOf(EVERYTHING).findResources("AWS::Lambda::Function")).map(
      ({ Properties }) => Properties.Environment?.Variables ?? {},
    );
    expect(environments.length).toBeGreaterThanOrEqual(6);
    expect(JSON.stringify(environments)).not.toContain("EMULATED");
  });
});
