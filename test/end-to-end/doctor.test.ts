import { beforeEach, describe, expect, it } from "@jest/globals";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { WEBHOOK_FIELDS } from "../../lib/providers/meta/health/webhook-findings.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../local/demo.ts";
import { FakeMetaAccount } from "../../local/meta/account.ts";
import { runCli } from "../cli/support/run-cli.ts";
import { aStack } from "../support/quiet-stack.ts";
import { waitFor } from "../support/wait-for.ts";

const FROM = "whatsapp:+14155550199";
const settings: SettingsFile = {
  ...DEMO_SETTINGS,
  numbers: [
    ...DEMO_SETTINGS.numbers,
    { name: "shop", provider: "twilio", from: FROM, agentId: "agent_1a2b3c4d5e" },
  ],
};
const stack = aStack({ settings });

type Finding = { check: string; number?: string; verdict: string; evidence: string; fix?: string };

async function doctor(): Promise<{ code: number; out: string; findings: Finding[]; bad: string[] }> {
  const run = await runCli(["doctor", "--json", "--url", stack().url]);
  const { findings }: { findings: Finding[] } = JSON.parse(run.out);
  const bad = findings
    .filter(({ verdict }) => verdict === "problem" || verdict === "warning")
    .map(({ check }) => check);
  return { ...run, findings, bad };
}

describe("doctor, against the local stack", () => {
  beforeEach(() => {
    const { meta, twilio, chatsby, secret } = stack();
    const webhook = {
      url: `${stack().url}/webhooks/meta`,
      active: true,
      fields: WEBHOOK_FIELDS,
    };
    Object.assign(meta.account, new FakeMetaAccount(), { webhook });
    Object.assign(twilio.account, { status: "active", type: "Full", senderStatus: "ONLINE" });
    twilio.account.missing.clear();
    twilio.account.webhooks.set(FROM, `${stack().url}/webhooks/twilio#rc=3&rp=5xx,ct,rt`);
    chatsby.agentStatus = "active";
    secret.value = JSON.stringify(DEMO_SECRETS);
  });

  it("finds nothing where nothing is wrong, and asks the agent nothing", async () => {
    const asked = stack().chatsby.questions.length;
    const { code, bad, findings } = await doctor();
    expect(bad).toEqual([]);
    expect(code).toBe(0);
    expect(findings.length).toBeGreaterThan(15);
    expect(stack().chatsby.questions).toHaveLength(asked);
  });

  it.each<[string, string, () => void, RegExp]>([
    [
      "an expired token",
      "meta.token",
      () => Object.assign(stack().meta.account, { tokenExpired: true }),
      /expired or was withdrawn/,
    ],
    [
      "a token that ends tomorrow",
      "meta.token",
      () =>
        Object.assign(stack().meta.account, { tokenExpiresAt: Math.floor(Date.now() / 1000) + 36 * 3600 }),
      /ends on/,
    ],
    [
      "a dashboard's token",
      "meta.token",
      () => Object.assign(stack().meta.account, { tokenType: "USER" }),
      /not a permanent one of a system user/,
    ],
    [
      "a token without a permission",
      "meta.token-scopes",
      () => Object.assign(stack().meta.account, { scopes: ["whatsapp_business_management"] }),
      /lacks whatsapp_business_messaging/,
    ],
    [
      "a token of another app",
      "meta.app-secret",
      () => Object.assign(stack().meta.account, { tokenAppId: "999" }),
      /does not belong to app 999/,
    ],
    [
      "an account that tells nobody",
      "meta.subscription",
      () => Object.assign(stack().meta.account, { subscribedApps: [] }),
      /sends its messages to no app/,
    ],
    [
      "an account that tells another app",
      "meta.subscription",
      () => Object.assign(stack().meta.account, { subscribedApps: ["999"] }),
      /another app/,
    ],
    [
      "no webhook",
      "meta.webhook",
      () => Object.assign(stack().meta.account, { webhook: undefined }),
      /no WhatsApp webhook/,
    ],
    [
      "a webhook elsewhere",
      "meta.webhook",
      () =>
        Object.assign(stack().meta.account, {
          webhook: { url: "https://old.example.org", active: true, fields: ["messages"] },
        }),
      /another URL/,
    ],
    [
      "a field that is not subscribed",
      "meta.webhook",
      () =>
        Object.assign(stack().meta.account, {
          webhook: { url: `${stack().url}/webhooks/meta`, active: true, fields: ["calls"] },
        }),
      /messages is not subscribed/,
    ],
    [
      "a dead Graph version",
      "meta.graph-version",
      () => Object.assign(stack().meta.account, { deadVersions: ["v25.0"], oldestVersion: "v26.0" }),
      /answered v25.0 with v26.0/,
    ],
    [
      "an unverified number",
      "meta.verification",
      () =>
        Object.assign(stack().meta.account, {
          number: { status: "PENDING", code_verification_status: "NOT_VERIFIED" },
        }),
      /NOT_VERIFIED/,
    ],
    [
      "a number that is off",
      "meta.number",
      () => Object.assign(stack().meta.account, { number: { status: "DISCONNECTED" } }),
      /DISCONNECTED/,
    ],
    [
      "a red rating",
      "meta.quality",
      () => Object.assign(stack().meta.account, { number: { quality_rating: "RED" } }),
      /RED/,
    ],
    [
      "a refused name",
      "meta.name",
      () => Object.assign(stack().meta.account, { number: { name_status: "DECLINED" } }),
      /DECLINED/,
    ],
    [
      "a refused payment",
      "meta.health",
      () => Object.assign(stack().meta.account, { blocked: { entity: "WABA", code: 141006 } }),
      /BLOCKED: WABA 141006/,
    ],
    [
      "a business that is not verified",
      "meta.business",
      () => Object.assign(stack().meta.account, { verification: "not_verified" }),
      /not verified/,
    ],
    [
      "a refused account",
      "meta.business",
      () => Object.assign(stack().meta.account, { review: "REJECTED" }),
      /REJECTED/,
    ],
    [
      "a suspended Twilio account",
      "twilio.account",
      () => Object.assign(stack().twilio.account, { status: "suspended" }),
      /suspended/,
    ],
    [
      "a sender that is offline",
      "twilio.sender",
      () => Object.assign(stack().twilio.account, { senderStatus: "OFFLINE" }),
      /OFFLINE/,
    ],
    [
      "a sender that is not there",
      "twilio.sender",
      () => stack().twilio.account.missing.add(FROM),
      /no WhatsApp sender/,
    ],
    [
      "a webhook without retries",
      "twilio.webhook",
      () => stack().twilio.account.webhooks.set(FROM, `${stack().url}/webhooks/twilio`),
      /no retries/,
    ],
    [
      "a sender that calls elsewhere",
      "twilio.webhook",
      () => stack().twilio.account.webhooks.set(FROM, "https://x.example"),
      /go elsewhere/,
    ],
    [
      "a paused agent",
      "chatsby.agent",
      () => Object.assign(stack().chatsby, { agentStatus: "paused" }),
      /paused/,
    ],
  ])("finds %s, and names the fix", async (_, check, breakIt, evidence) => {
    breakIt();
    const { code, findings } = await doctor();
    const found = findings.find(
      (each) => each.check === check && each.verdict !== "ok" && each.verdict !== "skipped",
    );
    expect(found?.evidence).toMatch(evidence);
    expect(found?.fix?.length).toBeGreaterThan(10);
    expect(code).toBe(findings.some(({ verdict }) => verdict === "problem") ? 1 : 7);
  });

  it("names what the secret lacks, and shows nothing of what it holds", async () => {
    const { meta: _, ...rest } = DEMO_SECRETS;
    stack().secret.value = JSON.stringify({ ...rest, chatsby: { apiKey: "" } });
    const { code, findings, out } = await doctor();
    expect(code).toBe(1);
    expect(
      findings
        .filter(({ check, verdict }) => check === "secret" && verdict === "problem")
        .map(({ evidence }) => evidence),
    ).toEqual([expect.stringContaining("chatsby.apiKey: is empty")]);
    expect(out).not.toMatch(/local-twilio-token|local-actions-token/);
    stack().secret.value = JSON.stringify(rest);
    expect((await doctor()).findings).toContainEqual(
      expect.objectContaining({ check: "secret", evidence: expect.stringContaining("meta: missing") }),
    );
  });

  it("may run three times an hour: its forged webhooks are refused, and ring no alarm", async () => {
    const { logs } = stack();
    const before = logs.length;
    for (let run = 0; run < 3; run++) await doctor();
    const codes = logs.slice(before).map(({ code }) => code);
    expect(codes.filter((code) => code === "webhook.probed")).toHaveLength(3 * 3);
    expect(codes).not.toContain("webhook.rejected");
  });

  it("sees a secret that the functions do not know yet", async () => {
    await stack().meta.say({ name: "Dana", phone: "15550299001" }, "hello");
    stack().secret.value = JSON.stringify({
      ...DEMO_SECRETS,
      meta: { ...DEMO_SECRETS.meta, appSecrets: ["new"], verifyToken: "new" },
    });
    const { bad, findings } = await doctor();
    expect(bad).toEqual(expect.arrayContaining(["webhook.challenge", "webhook.meta-signature"]));
    expect(findings.find(({ check }) => check === "webhook.meta-signature")?.fix).toContain("five minutes");
  });

  it("reports to a person in lines, and only problems without a terminal", async () => {
    stack().meta.account.subscribedApps = [];
    const { code, out } = await runCli(["doctor", "--url", stack().url]);
    expect(code).toBe(1);
    expect(out).toContain("✗ meta.subscription (support)");
    expect(out).toContain(`→ \`WA_URL=${stack().url} npm run wa -- setup\``);
    expect(out).toContain("local: 1 problem in ");
    expect(out).not.toContain("✓");
    expect((await runCli(["doctor", "--all", "--url", stack().url])).out).toContain("✓ webhook.challenge");
  });

  it("has a number that a refusal stopped send again once all is well", async () => {
    const { meta } = stack();
    const customer = { name: "Dana", phone: "15550299002" };
    meta.faults.next({ code: 190 });
    await meta.say(customer, "Do you ship to Canada?");
    const refused = () => stack().logs.some(({ code }) => code === "send.refused");
    await waitFor("the refusal", refused);
    Object.assign(meta.account, { tokenExpired: true });
    expect((await runCli(["doctor", "--url", stack().url])).out).not.toContain("sends again");
    expect(meta.phone.replies(customer.phone)).toEqual([]);
    Object.assign(meta.account, { tokenExpired: false });
    const { code, out } = await runCli(["doctor", "--url", stack().url]);
    expect(out).toContain("support was stopped by a refusal of the provider, and sends again.");
    // A customer still waits, and nobody knows yet whether the provider accepts it now.
    expect(out).toMatch(/✗ number-stopped \(support\)[\s\S]*✗ answers-late/);
    expect(out).not.toContain("All is well");
    expect(code).toBe(1);
    // Waiting conversations look again within half a minute; a new one need not wait for that.
    const next = { name: "Sam", phone: "15550299003" };
    await meta.say(next, "Do you ship to Canada?");
    await waitFor("the answer", () => meta.phone.replies(next.phone).length > 0);
  });

  it("says what to start where nothing runs", async () => {
    const { code, err } = await runCli(["doctor", "--url", "http://localhost:1"]);
    expect(code).toBe(6);
    expect(err).toContain("npm start");
  });
});
