import { describe, expect, it } from "@jest/globals";
import { type AnswerRules, answerRules, asSender, cleaned } from "../../../../cli/setup/ask/answer-rules.ts";
import { DEMO_SECRETS } from "../../../../local/demo.ts";

const HEX = "0123456789abcdef0123456789abcdef";
const TOKEN = `EAA${"Gm0PX4ZCps".repeat(18)}`;
const rules = answerRules({ local: false });

const RIGHT: Record<keyof AnswerRules, readonly string[]> = {
  name: ["support", "sales-2"],
  mail: ["team@example.org", "ann.lee+wa@shop.example.co.uk"],
  agentId: ["agent_9z8y7x6w5v", "agent_own", "0f8fad5b-d9cb-469f-a165-70867728950e"],
  phoneNumberId: ["106540352242922", "1234567890123456", "491234567890123"],
  wabaId: ["102290129340398"],
  from: ["whatsapp:+14155238886"],
  chatsbyKey: ["chtb_live_abc123def456", "another-form-of-key"],
  accessToken: [TOKEN, "x".repeat(60)],
  appSecret: [HEX],
  verifyToken: ["chosen-by-me"],
  accountSid: [`AC${HEX}`],
  authToken: [HEX],
  hours: ["Mon-Fri 9:00-18:00", "daily 9am-5pm", "Fri 20:00-02:00"],
  timeZone: ["Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC"],
};

describe.each(Object.entries(RIGHT))("a right %s", (name, answers) => {
  it.each(answers)("%s is taken", (answer) => {
    expect(rules[name as keyof AnswerRules](answer)).toBeUndefined();
  });
});

describe("a wrong answer is refused with what it looks like and where the right one is", () => {
  it.each<[keyof AnswerRules, string, RegExp]>([
    ["hours", "9-18", /does not begin with a day.*Mon-Fri 9:00/],
    ["hours", "Mon 9-12, 11-13", /overlaps/],
    ["hours", "Sun closed", /never opens/],
    ["timeZone", "CET", /Europe\/Berlin/],
    ["timeZone", "Europe/Bonn", /no time zone/],
    ["timeZone", "+01:00", /no time zone/],
    ["agentId", "+1 555 010 0200", /phone number.*agent's settings/],
    ["agentId", "15550100200", /phone number.*agent's settings/],
    ["agentId", "whatsapp:+14155238886", /phone number/],
    ["agentId", "106540352242922", /one of Meta's ids/],
    ["agentId", "chtb_live_abc123def456", /Chatsby API key/],
    ["agentId", "conv_xyz789abcd", /conversation or source/],
    ["agentId", "https://chatsby.co/agents/agent_9z8y7x6w5v", /web address/],
    ["agentId", "My shop's agent", /spaces in it.*agent_/],
    ["agentId", "agent_1a2b3c4d5e", /example's/],
    ["phoneNumberId", "+15550100200", /phone number.*WhatsApp > API Setup/],
    ["phoneNumberId", "(0171) 555 01", /phone number/],
    ["phoneNumberId", "4915112345678", /phone number/],
    ["phoneNumberId", "31", /is too short.*API Setup/],
    ["phoneNumberId", "agent_9z8y7x6w5v", /Chatsby agent/],
    ["wabaId", "+15550100200", /phone number.*WhatsApp Business Account ID/],
    ["from", "MG0123456789abcdef0123456789abcdef", /WhatsApp sender.*Messaging > Senders/],
    ["from", "whatsapp:123", /whatsapp:\+14155238886/],
    ["accessToken", "EAA part and part", /spaces in it.*System users/],
    ["accessToken", TOKEN.slice(0, 40), /too short \(40 characters\).*System users/],
    ["accessToken", HEX, /app secret.*System users/],
    ["accessToken", `998877|${HEX}`, /app's own token.*System users/],
    ["accessToken", 'EAAx"y', /quotes in it/],
    ["appSecret", TOKEN, /access token of Meta.*App settings > Basic/],
    ["appSecret", HEX.slice(1), /is no app secret.*App settings > Basic/],
    ["appSecret", HEX.replace("0", "g"), /is no app secret/],
    ["accountSid", `SK${HEX}`, /another SID of Twilio.*Account Info/],
    ["accountSid", HEX, /Auth Token.*Account Info/],
    ["accountSid", `AC${HEX.slice(4)}`, /part of it is missing/],
    ["authToken", `AC${HEX}`, /Account SID.*Auth Token/],
    ["chatsbyKey", "agent_9z8y7x6w5v", /Chatsby agent.*API Keys/],
    ["chatsbyKey", "chtb_", /too short/],
    ["chatsbyKey", TOKEN, /access token of Meta.*API Keys/],
    ["mail", "team.example.org", /no @/],
    ["mail", "team@", /no mail address/],
    ["name", "Shop support", /lower-case/],
    ["name", "+15550100200", /not the phone number/],
    ["verifyToken", "a b c d e f", /spaces.*META_VERIFY_TOKEN/],
  ])("%s: %s", (name, answer, told) => {
    expect(rules[name](answer)).toMatch(told);
  });

  it("without quoting it: it may be a credential", () => {
    for (const rule of Object.values(rules)) expect(rule(`${TOKEN} x`) ?? "").not.toContain(TOKEN);
  });
});

it("the local stack's own credentials are taken there, where they have no vendor's form", () => {
  const local = answerRules({ local: true });
  const { meta, twilio, chatsby } = DEMO_SECRETS;
  expect([
    local.appSecret(meta?.appSecrets[0] ?? ""),
    local.accessToken(meta?.accessToken ?? ""),
    local.accountSid(twilio?.accountSid ?? ""),
    local.authToken(twilio?.authTokens[0] ?? ""),
    local.chatsbyKey(chatsby.apiKey),
    local.agentId("agent_1a2b3c4d5e"),
  ]).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
  expect(local.agentId("+15550100200")).toMatch(/phone number/);
});

describe("a pasted answer", () => {
  it.each([
    ["  agent_own \r\n", "agent_own"],
    ['"agent_own",', "agent_own"],
    ["“agent_own”", "agent_own"],
    ["`agent_own`", "agent_own"],
    ["\u200Bagent_\uFEFFown", "agent_own"],
    ["agent_\nown", "agent_own"],
    ["\u001B[200~agent_own\u001B[201~", "agent_own"],
    ["two words", "two words"],
    ["\u00A0 ", ""],
  ])("%j becomes %j", (pasted, answer) => {
    expect(cleaned(pasted)).toBe(answer);
  });

  it.each([
    ["+1 (415) 523-8886", "whatsapp:+14155238886"],
    ["whatsapp:+14155238886", "whatsapp:+14155238886"],
    ["MG123", "MG123"],
  ])("%s is the sender %s", (typed, sender) => {
    expect(asSender(typed)).toBe(sender);
  });
});

it("an agent behind a mapping may have ids and keys of any form, in one piece", () => {
  const mapped = answerRules({ local: false, mapped: true });
  for (const key of ["0123456789abcdef0123456789abcdef", "sk-1", "AC0123456789abcdef0123456789abcdef"])
    expect(mapped.chatsbyKey(key)).toBeUndefined();
  for (const id of ["7", "15550177001", "3f0c9f7e-2d7f-4a4e-9a8e-6d1f0f9b7c11", "support.v2"])
    expect(mapped.agentId(id)).toBeUndefined();
  expect(mapped.chatsbyKey("two pieces")).toContain("spaces");
  expect(mapped.agentId("support/v2")).toContain("signs");
  expect(mapped.authToken("chtb_live_1")).toContain("Chatsby API key");
});
