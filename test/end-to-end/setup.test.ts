import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { WEBHOOK_FIELDS } from "../../lib/providers/meta/health/webhook-findings.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../local/demo.ts";
import { FakeMetaAccount } from "../../local/meta/account.ts";
import { memoryNotes, runCli } from "../cli/support/run-cli.ts";
import { aStack } from "../support/quiet-stack.ts";

const FROM = "whatsapp:+14155550199";
const AGENT = "agent_1a2b3c4d5e";
const stack = aStack({
  settings: {
    ...DEMO_SETTINGS,
    numbers: [...DEMO_SETTINGS.numbers, { name: "shop", provider: "twilio", from: FROM, agentId: AGENT }],
  },
});
const folder = mkdtempSync(join(tmpdir(), "setup-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const META_ENV = {
  META_ACCESS_TOKEN: "local-access-token",
  META_APP_SECRET: "local-app-secret",
  CHATSBY_API_KEY: "chtb_test_local",
};
const TWILIO_ENV = {
  TWILIO_ACCOUNT_SID: DEMO_SECRETS.twilio?.accountSid,
  TWILIO_AUTH_TOKEN: "local-twilio-token",
  CHATSBY_API_KEY: "chtb_test_local",
};
const META = [
  "--provider",
  "meta",
  "--name",
  "support",
  "--phone-number-id",
  "310000000000007",
  "--waba-id",
  "210000000000001",
];
const TWILIO = ["--provider", "twilio", "--name", "shop", "--from", FROM];
const COMMON = ["--agent-id", AGENT, "--yes", "--wait", "0"];

const setup = (argv: readonly string[], change: Parameters<typeof runCli>[1] = {}) =>
  runCli(["setup", ...COMMON, ...argv, "--url", stack().url], { env: META_ENV, ...change });
const secret = (): Record<string, unknown> => JSON.parse(stack().secret.value ?? "{}");

describe("setup, against the local stack", () => {
  beforeEach(() => {
    const { meta, twilio } = stack();
    Object.assign(meta.account, new FakeMetaAccount(), { subscribedApps: [], webhook: undefined });
    twilio.account.webhooks.clear();
    // As the fakes accept them; what setup stores is read separately.
    stack().secret.value = JSON.stringify(DEMO_SECRETS);
  });

  it("registers the webhook for what is heard, and subscribes our app", async () => {
    const { code, out } = await setup(META);
    expect(code).toBe(0);
    expect(stack().meta.account.webhook).toEqual({
      url: `${stack().url}/webhooks/meta`,
      active: true,
      fields: WEBHOOK_FIELDS,
    });
    expect(stack().meta.account.subscribedApps).toEqual([stack().meta.account.appId]);
    expect(out).toContain("Subscribed our app to the WhatsApp account.");
    const doctor = await runCli(["doctor", "--json", "--url", stack().url]);
    expect(doctor.out).not.toContain('"check": "meta.webhook",\n      "verdict": "problem"');
  });

  it("does nothing twice", async () => {
    await setup(META);
    const { code, out } = await setup(META, { env: {} });
    expect(code).toBe(0);
    expect(out).toContain("It already has these credentials.");
    expect(out).toContain("The app's webhook is registered already.");
    expect(stack().meta.account.subscribedApps).toHaveLength(1);
  });

  it("keeps fields that the owner has ticked besides", async () => {
    stack().meta.account.webhook = {
      url: `${stack().url}/webhooks/meta`,
      active: true,
      fields: ["calls"],
    };
    await setup(META);
    expect(stack().meta.account.webhook?.fields).toEqual(["calls", ...WEBHOOK_FIELDS]);
  });

  it("takes a webhook from another system only when that was agreed", async () => {
    const elsewhere = { url: "https://old.example.org/hook", active: true, fields: ["messages"] };
    stack().meta.account.webhook = elsewhere;
    const refused = await setup(META);
    expect(refused.code).toBe(4);
    expect(refused.err).toContain("go to old.example.org now");
    expect(stack().meta.account.webhook).toEqual(elsewhere);
    expect((await setup([...META, "--replace"])).code).toBe(0);
    expect(stack().meta.account.webhook?.url).toBe(`${stack().url}/webhooks/meta`);
  });

  it.each<[string, Partial<FakeMetaAccount>, RegExp]>([
    ["an expired token", { tokenExpired: true }, /✗ meta.token/],
    ["a token of another app", { tokenAppId: "999" }, /✗ meta.app-secret/],
    ["a number that Meta has banned", { number: { status: "BANNED" } }, /✗ meta.number/],
    ["a locked account", { blocked: { entity: "WABA", code: 131031 } }, /✗ meta.health/],
  ])("saves and changes nothing with %s", async (_, wrong, told) => {
    Object.assign(stack().meta.account, wrong);
    const file = join(folder, "untouched.json");
    const before = stack().secret.value;
    const ran: unknown[] = [];
    const { code, out, err } = await setup([...META, "--settings", file], {
      runCommand: async (command) => ran.push(command),
    });
    expect(code).toBe(4);
    expect(out).toMatch(told);
    expect(err).toContain("Nothing was saved");
    expect(() => readFileSync(file)).toThrow();
    expect([stack().secret.value, stack().meta.account.webhook, ran]).toEqual([before, undefined, []]);
  });

  it("refuses a phone number in place of its id, and a number of another account", async () => {
    const wrong = META.with(5, "+15550100200");
    expect(await setup(wrong)).toMatchObject({
      code: 2,
      err: expect.stringContaining("--phone-number-id: looks like a phone number"),
    });
    const { code, out } = await setup(META.with(5, "310000000000099"));
    expect(code).toBe(4);
    expect(out).toContain("Copy the Phone number ID (not the number)");
  });

  it("fills an empty secret without touching the identity key", async () => {
    stack().secret.value = JSON.stringify({ identityKey: "made-by-cloudformation" });
    // The fakes have lost their credentials with it, so nothing can be checked: what is stored counts here.
    const { code } = await setup(META);
    expect(code).toBe(4);
    expect(secret()).toEqual({ identityKey: "made-by-cloudformation" });
  });

  it("adds a new app secret before the old one, so that what is on its way is still taken", async () => {
    const { meta: known, ...rest } = DEMO_SECRETS;
    stack().secret.value = JSON.stringify({
      ...rest,
      meta: { ...known, appSecrets: ["old-secret", "local-app-secret"] },
    });
    const { code } = await setup(META);
    expect(code).toBe(0);
    expect(secret()).toMatchObject({
      identityKey: DEMO_SECRETS.identityKey,
      meta: { appSecrets: ["local-app-secret", "old-secret"] },
    });
  });

  it("writes the settings file, keeps what is in it, and deploys nothing to AWS", async () => {
    const file = join(folder, "dev.json");
    writeFileSync(
      file,
      JSON.stringify({
        numbers: [
          {
            name: "support",
            provider: "meta",
            phoneNumberId: "310000000000008",
            agentId: "agent_own",
            language: "de",
          },
        ],
        turns: { quietSeconds: 5 },
      }),
    );
    const ran: unknown[] = [];
    const hours = ["--hours", "Mon-Tue 9-18; Sat 10-14", "--time-zone", "europe/berlin"];
    const { code, out } = await setup(
      [...META, "--settings", file, "--alerts-email", "ops@example.org", ...hours],
      { runCommand: async (command) => ran.push(command) },
    );
    expect(code).toBe(0);
    expect(out).toContain("The local stack has this number. It is not deployed.");
    expect(ran).toEqual([]);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
      numbers: [
        {
          name: "support",
          provider: "meta",
          phoneNumberId: "310000000000007",
          wabaId: "210000000000001",
          agentId: AGENT,
          language: "de",
        },
      ],
      turns: { quietSeconds: 5 },
      alerts: { email: "ops@example.org" },
      hours: {
        timeZone: "Europe/Berlin",
        open: { mon: ["09:00-18:00"], tue: ["09:00-18:00"], sat: ["10:00-14:00"] },
      },
    });
  });

  it("says that the local stack does not have the number, and how to start it with it", async () => {
    const file = join(folder, "another.json");
    const ran: unknown[] = [];
    const { code, err } = await setup([...META.with(3, "another"), "--settings", file], {
      runCommand: async (command) => ran.push(command),
    });
    expect(code).toBe(1);
    expect(err).toContain("The local stack has no such number; it has support, sales, shop.");
    expect(err).toContain(`WA_SETTINGS=${file} npm start`);
    expect([ran, stack().meta.account.webhook]).toEqual([[], undefined]);
  });

  describe("with a Twilio Auth Token that the running functions do not know yet", () => {
    const ELSEWHERE = "https://old.example.org/hook";
    const tokens = (...authTokens: string[]) =>
      JSON.stringify({ ...DEMO_SECRETS, twilio: { ...DEMO_SECRETS.twilio, authTokens } });
    const registered = () => stack().twilio.account.webhooks.get(FROM);

    beforeEach(async () => {
      stack().twilio.account.webhooks.set(FROM, ELSEWHERE);
      stack().secret.value = tokens("the-old-one");
      await stack().kill("webhook");
      // From here on the function keeps what it has read.
      expect((await stack().twilio.say({ name: "Dana", phone: "15550399001" }, "hello")).status).toBe(200);
      stack().secret.value = tokens("the-old-one", "local-twilio-token");
    });
    afterEach(() => stack().kill("webhook"));

    it("registers the webhook only once all of them have looked at the secret again", async () => {
      let [now, waitedMs] = [Date.now(), 0];
      const { code, out } = await setup([...TWILIO, "--replace"], {
        env: TWILIO_ENV,
        clock: { now: () => now },
        sleep: async (duration) => {
          expect(registered()).toBe(ELSEWHERE);
          now += duration;
          waitedMs += duration;
          // One that knows them says nothing of the others.
          if (waitedMs === 60_000) await stack().kill("webhook");
        },
      });
      expect(code).toBe(0);
      expect(out).toContain("Waiting until all functions know the secret");
      expect(waitedMs).toBeGreaterThan(5 * 60_000);
      expect(registered()).toBe(`${stack().url}/webhooks/twilio#rc=3&rp=5xx,ct,rt`);
      // Webhooks on their way were signed with the earlier token.
      expect(secret()).toMatchObject({ twilio: { authTokens: ["local-twilio-token", "the-old-one"] } });
    });

    it("registers nothing while they refuse it, and names where to look", async () => {
      const { code, err } = await setup([...TWILIO, "--replace"], { env: TWILIO_ENV });
      expect(code).toBe(1);
      expect(err).toContain("refuses what is signed with the Auth Token");
      expect(registered()).toBe(ELSEWHERE);
    });
  });

  it("points a Twilio sender here, with retries, and explains how to set the sandbox by hand", async () => {
    const { code } = await setup(TWILIO, { env: TWILIO_ENV });
    expect(code).toBe(0);
    expect(stack().twilio.account.webhooks.get(FROM)).toBe(
      `${stack().url}/webhooks/twilio#rc=3&rp=5xx,ct,rt`,
    );
    const sandbox = await setup(["--provider", "twilio", "--name", "sales"], { env: TWILIO_ENV });
    expect(sandbox).toMatchObject({ code: 0, out: expect.stringContaining('"When a message comes in"') });
  });

  // Before the tests in which something is: an answer in the same millisecond would count.
  it("says that nothing was answered, what is missing, and ends with 1", async () => {
    const { code, err } = await setup([...META, "--wait", "20"]);
    expect(code).toBe(1);
    expect(err).toMatch(
      /Not done yet: no message was answered within 20 seconds. None arrived.[\s\S]*doctor/,
    );
  });

  it("shows what arrived once somebody writes", async () => {
    const { meta } = stack();
    let looked = 0;
    const { code, out } = await setup([...META, "--test-to", "+1 555 029 9002", "--wait", "60"], {
      clock: { now: Date.now },
      sleep: async () => {
        looked += 1;
        if (looked === 1) await meta.say({ name: "Dana", phone: "15550299002" }, "Do you ship to Canada?");
        await new Promise((resolve) => setTimeout(resolve, 200));
      },
    });
    expect(code).toBe(0);
    expect(out).toContain("Your message arrived, and is recorded.");
    expect(out).toContain("It was answered.");
  });

  it("says that nothing was waited for", async () => {
    const { code, out } = await setup(META);
    expect(code).toBe(0);
    expect(out).not.toContain("Done.");
    expect(out).toContain("No message was waited for (--wait 0).");
  });

  it("forgets the answers once the number is set up", async () => {
    const notes = memoryNotes({ "setup-_local": { answers: { "--name": "support" } } });
    expect((await setup(META, { notes })).code).toBe(0);
    expect(notes.notes).toEqual({});
  });

  it("asks for what was not given, and again for what is wrong", async () => {
    const answers = ["neither", "meta", "", "310", "310000000000007", "", "", AGENT];
    const asked: string[] = [];
    const { code, out } = await runCli(["setup", "--wait", "0", "--url", stack().url], {
      env: {},
      ask: async (question) => {
        asked.push(question);
        if (question.startsWith("Is the number")) return answers.shift() ?? "";
        if (question.startsWith("Phone number ID"))
          return asked.filter((each) => each.startsWith("Phone")).length === 1 ? "31" : "310000000000007";
        return question.startsWith("Chatsby agent") ? AGENT : "";
      },
    });
    expect(code).toBe(0);
    expect(asked.filter((question) => question.startsWith("Is the number"))).toHaveLength(2);
    expect(asked.filter((question) => question.startsWith("Phone number ID"))).toHaveLength(2);
    expect(out).toContain("9. Try it");
  });

  it("lists all that is missing at once without a terminal", async () => {
    stack().secret.value = JSON.stringify({ identityKey: "made-by-cloudformation" });
    const file = join(folder, "nobody.json");
    const run = (argv: readonly string[], change = {}) =>
      runCli(["setup", "--url", stack().url, "--settings", file, ...argv], {
        runCommand: async () => Promise.reject(new Error("deployed")),
        ...change,
      });
    const { code, err } = await run(["--phone-number-id", "+1555", "--provider", "meta"]);
    expect(code).toBe(2);
    for (const lacking of [
      "--name, or WA_NUMBER_NAME",
      "--agent-id, or CHATSBY_AGENT_ID",
      "--phone-number-id: looks like a phone number",
      "--waba-id, or META_WABA_ID",
      "CHATSBY_API_KEY",
      "META_APP_SECRET",
      "META_ACCESS_TOKEN",
    ])
      expect(err).toContain(lacking);
    expect(err).not.toContain("TWILIO");
    const twilio = await run(["--yes"], {
      env: { TWILIO_FROM: "whatsapp:+14155550199", WA_PROVIDER: "twilio", TWILIO_ACCOUNT_SID: "wrong" },
    });
    expect(twilio.err).toContain("TWILIO_ACCOUNT_SID: does not begin with AC");
    expect(twilio.err).toContain("TWILIO_AUTH_TOKEN");
    expect(twilio.err).not.toContain("--from");
  });

  it("takes answers from the environment and credentials from standard input", async () => {
    const env = {
      WA_PROVIDER: "meta",
      WA_NUMBER_NAME: "support",
      META_PHONE_NUMBER_ID: "310000000000007",
      META_WABA_ID: "210000000000001",
      CHATSBY_AGENT_ID: AGENT,
    };
    const argv = ["setup", "--yes", "--wait", "0", "--secrets-stdin", "--url", stack().url];
    const lines = Object.entries(META_ENV).map(([name, value]) => `${name}=${value}`);
    for (const text of [JSON.stringify(META_ENV), `# from a vault\n${lines.join("\r\n")}\n`])
      expect(await runCli(argv, { env, stdin: async () => Buffer.from(text) })).toMatchObject({
        code: 0,
        out: expect.stringContaining("9. Try it"),
      });
    for (const text of [
      "",
      "{",
      "META_ACCESS_TOKEN",
      '{"META_ACCESS_TOKEN":"super-secret-1","OTHER":"x"}',
      '{"META_ACCESS_TOKEN":5}',
    ]) {
      const wrong = await runCli(argv, { env, stdin: async () => Buffer.from(text) });
      expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining("Standard input") });
      expect(wrong.err).not.toContain("super-secret-1");
    }
  });

  it("names the option or the variable without a terminal", async () => {
    stack().secret.value = JSON.stringify({ identityKey: "made-by-cloudformation" });
    expect(
      await runCli(["setup", "--yes", "--url", stack().url, ...TWILIO, "--agent-id", AGENT]),
    ).toMatchObject({
      code: 2,
      err: expect.stringContaining("CHATSBY_API_KEY"),
    });
  });

  it("shows no credential, whatever happens", async () => {
    const { out, err } = await setup(META);
    expect(out + err).not.toMatch(/local-access-token|local-app-secret|chtb_test_local|local-verify-token/);
  });
});
