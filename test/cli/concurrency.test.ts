import { describe, expect, it } from "@jest/globals";
import { checkConcurrency } from "../../cli/checks/concurrency.ts";
import { sdkCloud } from "../../cli/cloud/sdk-cloud.ts";
import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { FakeServer } from "../support/http-server.ts";

const settingsWith = (capacity: NonNullable<SettingsFile["capacity"]>) =>
  completeSettings({ ...DEMO_SETTINGS, capacity }, "test");
const findingFor = async (limit: number, capacity: NonNullable<SettingsFile["capacity"]> = {}) =>
  (
    await checkConcurrency({
      concurrency: async () => ({ limit, unreserved: limit }),
      settings: settingsWith(capacity),
    })
  )[0];

describe("the account's concurrent executions", () => {
  it.each<[number, string, NonNullable<SettingsFile["capacity"]>, RegExp]>([
    [1_000, "ok", {}, /may run 1000 .* take 6 at most\. The settings count on 10 only/],
    [1_000, "ok", { accountInstances: 1_000, workers: 50 }, /take 52 at most\.$/],
    [10, "warning", {}, /as in a new account/],
    [10, "warning", { workers: 9 }, /leaves too few for webhooks/],
    [10, "problem", { reserveWorkers: true, workers: 5 }, /the deploy fails/],
    [40, "warning", { workers: 50 }, /take 52 .*leaves too few for webhooks/],
    [500, "warning", { accountInstances: 1_000, workers: 50 }, /accountInstances says 1000/],
    [120, "problem", { webhookReserved: 30 }, /reserve 30 of them/],
    [150, "ok", { webhookReserved: 50, workers: 100 }, /take 102 at most/],
    [1_000, "problem", { reserveWorkers: true, workers: 950 }, /the deploy fails/],
  ])("of %i are %s for %j", async (limit, verdict, capacity, evidence) => {
    const finding = await findingFor(limit, capacity);
    expect(finding).toMatchObject({ check: "aws.concurrency", verdict });
    expect(finding?.evidence).toMatch(evidence);
    if (verdict !== "ok") expect(finding?.fix).toContain("L-B99A9384");
  });

  it("are asked for in what AWS is asked for: never less than the settings need", async () => {
    expect((await findingFor(10, { reserveWorkers: true, workers: 950 }))?.fix).toContain(
      "--desired-value 1050",
    );
    expect((await findingFor(10))?.fix).toContain("--desired-value 1000");
  });

  it("are asked for on a page of the stage's region, and what goes wrong until then is said", async () => {
    const id = "arn:aws:cloudformation:eu-west-1:123456789012:stack/ChatsbyWhatsapp-prod/1";
    const stack = { name: "s", id, status: "CREATE_COMPLETE", outputs: {}, protected: true, failures: [] };
    const [finding] = await checkConcurrency({
      concurrency: async () => ({ limit: 10, unreserved: 10 }),
      settings: settingsWith({}),
      stack,
    });
    expect(finding?.fix).toContain(
      "https://eu-west-1.console.aws.amazon.com/servicequotas/home/services/lambda/quotas/L-B99A9384",
    );
    expect(finding?.evidence).toMatch(/4 customers are answered at once.*Twilio does not/);
    expect((await findingFor(10))?.fix).toContain("https://console.aws.amazon.com/servicequotas/");
  });

  it("are nothing that the local stack has", async () => {
    expect(await checkConcurrency({ settings: settingsWith({}) })).toEqual([]);
  });

  describe("at Lambda", () => {
    async function asked(reply: { status: number; body?: string }) {
      const lambda = new FakeServer();
      await lambda.start();
      lambda.reply = reply;
      const before = process.env.AWS_REGION;
      process.env.AWS_REGION = "eu-central-1";
      try {
        const io = {
          fetch,
          credentials: async () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" }),
          env: { AWS_ENDPOINT_URL_LAMBDA: lambda.url },
          clock: { now: Date.now },
          sleep: async () => undefined,
        };
        const { concurrency } = sdkCloud("dev", {}, io);
        return {
          found: await checkConcurrency({ ...(concurrency && { concurrency }), settings: settingsWith({}) }),
          seen: lambda.seen,
        };
      } finally {
        if (before === undefined) delete process.env.AWS_REGION;
        else process.env.AWS_REGION = before;
        await lambda.stop();
      }
    }

    it("are read with one signed request", async () => {
      const body = JSON.stringify({
        AccountLimit: { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 },
        AccountUsage: {},
      });
      const { found, seen } = await asked({ status: 200, body });
      expect(found).toMatchObject([
        { verdict: "warning", evidence: expect.stringContaining("10 Lambda instances") },
      ]);
      expect(seen[0]?.url).toBe("/2016-08-19/account-settings");
      expect(seen[0]?.headers.authorization).toMatch(
        /Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/lambda\/aws4_request/,
      );
    });

    it.each([
      [{}, "https://lambda.us-gov-west-1.amazonaws.com"],
      [{ AWS_USE_FIPS_ENDPOINT: "true" }, "https://lambda-fips.us-gov-west-1.amazonaws.com"],
      [{ AWS_ENDPOINT_URL: "https://vpce.example.org/" }, "https://vpce.example.org"],
    ])("are asked for where AWS is asked for everything else: %j", async (env, origin) => {
      const seen: string[] = [];
      const before = process.env.AWS_REGION;
      process.env.AWS_REGION = "us-gov-west-1";
      try {
        const { concurrency } = sdkCloud(
          "dev",
          {},
          {
            fetch: async (url) => {
              seen.push(new URL(String(url)).origin);
              return new Response("{}", { status: 500 });
            },
            credentials: async () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" }),
            env,
            clock: { now: Date.now },
            sleep: async () => undefined,
          },
        );
        await concurrency?.().catch(() => undefined);
        expect(seen).toEqual([origin]);
      } finally {
        if (before === undefined) delete process.env.AWS_REGION;
        else process.env.AWS_REGION = before;
      }
    });

    it("are skipped, with the permission's name, for who may not look", async () => {
      const { found } = await asked({ status: 403 });
      expect(found).toMatchObject([
        { verdict: "skipped", evidence: expect.stringContaining("lambda:GetAccountSettings") },
      ]);
    });

    it("are not known while Lambda answers strangely", async () => {
      expect((await asked({ status: 200, body: "{}" })).found).toMatchObject([{ verdict: "skipped" }]);
      expect((await asked({ status: 500 })).found).toMatchObject([{ verdict: "skipped" }]);
    });
  });
});
