import { beforeEach, describe, expect, it } from "@jest/globals";
import { WEBHOOK_FIELDS } from "../../lib/providers/meta/health/webhook-findings.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../local/demo.ts";
import { FakeMetaAccount } from "../../local/meta/account.ts";
import { aStack, atRest } from "../support/quiet-stack.ts";

const FROM = "whatsapp:+14155550199";
const ACCOUNT = "210000000000001";
const numbers = [
  ...DEMO_SETTINGS.numbers,
  { name: "shop", provider: "twilio" as const, from: FROM, agentId: "agent_1a2b3c4d5e" },
];
const stack = aStack({
  settings: {
    ...DEMO_SETTINGS,
    numbers,
    handoff: { email: "team@example.org" },
    alerts: { email: "ops@example.org" },
  },
});
/** Since `count` mails. */
const mailsAfter = (count: number) => stack().mails.slice(count);

async function checkDaily(): Promise<{ summary: unknown; mails: ReturnType<typeof mailsAfter> }> {
  const before = stack().mails.length;
  const response = await fetch(`${stack().url}/local/daily-check`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  expect(response.status).toBe(200);
  return { summary: await response.json(), mails: mailsAfter(before) };
}

describe("the daily check, as it is bundled", () => {
  beforeEach(() => {
    const { meta, twilio, secret, sns } = stack();
    const webhook = { url: `${stack().url}/webhooks/meta`, active: true, fields: WEBHOOK_FIELDS };
    Object.assign(meta.account, new FakeMetaAccount(), { webhook });
    Object.assign(twilio.account, { status: "active", type: "Full", senderStatus: "ONLINE" });
    twilio.account.webhooks.set(FROM, `${stack().url}/webhooks/twilio#rc=3&rp=5xx,ct,rt`);
    secret.value = JSON.stringify(DEMO_SECRETS);
    sns.subscriptions = [{ confirmed: true }];
  });

  it("mails nothing where nothing is wrong, then one mail of what is, then that it is fixed", async () => {
    const { meta, twilio, sns } = stack();
    expect(await checkDaily()).toEqual({
      summary: { told: false, troubles: 0, fixed: 0, unchecked: 0 },
      mails: [],
    });

    Object.assign(meta.account, { tokenExpired: true });
    Object.assign(twilio.account, { senderStatus: "OFFLINE" });
    sns.subscriptions = [{ confirmed: false }];
    const { mails } = await checkDaily();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.topicArn).toContain("AlarmTopic");
    expect(mails[0]?.subject).toBe("WhatsApp (local), daily check: 4 problems");
    const text = mails[0]?.message ?? "";
    for (const found of [/expired or was withdrawn/, /"shop": The sender is OFFLINE/, /Alarms reach nobody/])
      expect(text).toMatch(found);
    expect(text).not.toMatch(/1555|4155550199|@example/);

    expect((await checkDaily()).mails).toEqual([]);

    Object.assign(meta.account, { tokenExpired: false });
    Object.assign(twilio.account, { senderStatus: "ONLINE" });
    sns.subscriptions = [{ confirmed: true }];
    const fixed = await checkDaily();
    expect(fixed.mails.map(({ subject }) => subject)).toEqual(["WhatsApp (local), daily check: 4 fixed"]);
  });

  it("tells of a secret that lacks a provider, and asks nobody without it", async () => {
    const { meta: _, ...rest } = DEMO_SECRETS;
    stack().secret.value = JSON.stringify(rest);
    const { mails } = await checkDaily();
    expect(mails[0]?.message).toMatch(/PROBLEMS.*Every webhook is refused until then/s);
    stack().secret.value = JSON.stringify(DEMO_SECRETS);
    await checkDaily();
  });

  it("hears Meta's notice at once and once, although Meta repeats it", async () => {
    const before = stack().mails.length;
    const value = {
      event: "DISABLED",
      message_template_id: 710_000_000_000_002,
      message_template_name: "order_ready",
      message_template_language: "en_US",
      reason: "NONE",
    };
    const entry = { id: ACCOUNT, time: 1_795_430_000 };
    const body = JSON.stringify({
      object: "whatsapp_business_account",
      entry: [{ ...entry, changes: [{ field: "message_template_status_update", value }] }],
    });
    for (let time = 0; time < 3; time++)
      expect((await stack().meta.deliver(JSON.parse(body))).status).toBe(200);
    // A repetition that met the first one's claim is asked again.
    await atRest(stack(), { quickly: true });
    expect(mailsAfter(before)).toMatchObject([
      {
        subject: "WhatsApp (local), problem reported by Meta: The template order_ready (en_US) is disabled",
        message: expect.stringMatching(/cannot be sent any more.*What to do: Create another one/s),
      },
    ]);
  });
});
