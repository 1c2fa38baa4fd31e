import { describe, expect, it } from "@jest/globals";
import { ConfigurationError, parseConfiguration } from "../../../lib/config/settings/problems.ts";
import type { SettingsFile } from "../../../lib/config/settings/settings.ts";
import { settingsSchema } from "../../../lib/config/settings/settings-schema.ts";

const META = {
  name: "support",
  provider: "meta",
  phoneNumberId: "310000000000007",
  agentId: "agent_1",
} as const;
const TWILIO = {
  name: "sales",
  provider: "twilio",
  from: "whatsapp:+14155238886",
  agentId: "agent_1",
} as const;
const AT_META = { name: "come_back", language: "en_US", body: { "1": "{name}" } };
const AT_TWILIO = { name: `HX${"0".repeat(31)}3`, body: { "1": "{name}" } };

const parse = (file: Partial<SettingsFile>) =>
  parseConfiguration(settingsSchema, JSON.stringify({ numbers: [META], ...file }), "dev.json");
function problemsOf(file: Partial<SettingsFile>): readonly string[] {
  try {
    parse(file);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

describe("templates of the settings", () => {
  it("are named as their number's provider names them", () => {
    expect(problemsOf({ reengagement: AT_META })).toEqual([]);
    expect(problemsOf({ numbers: [TWILIO], reengagement: AT_TWILIO })).toEqual([]);
    expect(
      problemsOf({ numbers: [META, { ...TWILIO, reengagement: AT_TWILIO }], reengagement: AT_META }),
    ).toEqual([]);
    expect(problemsOf({ reengagement: AT_TWILIO })).toEqual([
      'reengagement.name: "support" is at Meta: use the template\'s name, of lower-case letters, digits and underscores, or give that number its own',
      'reengagement.language: "support" is at Meta: name the language as it was approved, for instance "en_US", or give that number its own',
    ]);
    expect(problemsOf({ numbers: [META, TWILIO], reengagement: AT_META })).toEqual([
      'reengagement.name: "sales" is at Twilio: use the content sid, HX…, or give that number its own',
    ]);
  });

  it("of one number are judged by that number alone", () => {
    const header = { type: "text", value: "Hello" } as const;
    const own = { ...AT_TWILIO, header, buttons: [{ index: 0, type: "quick_reply", value: "YES" } as const] };
    expect(problemsOf({ numbers: [META, { ...TWILIO, reengagement: own }] })).toEqual([
      'numbers[1].reengagement.header: "sales" is at Twilio: give all values in body',
      'numbers[1].reengagement.buttons: "sales" is at Twilio: give all values in body',
    ]);
  });
});

describe("follow-ups", () => {
  it("come in order of time, before the conversation is forgotten, and either as text or as template", () => {
    expect(
      problemsOf({
        followUps: [
          { afterHours: 2, text: "Anything else?" },
          { afterHours: 48, template: AT_META },
        ],
      }),
    ).toEqual([]);
    expect(
      problemsOf({
        retention: { days: 8 },
        followUps: [
          { afterHours: 3, text: "Anything else?" },
          { afterHours: 3, template: { name: "come_back" } },
          { afterHours: 193, template: AT_META },
        ],
      }),
    ).toEqual([
      "followUps[1].afterHours: must be later than the follow-up before: list them in order of time",
      'followUps[1].template.language: "support" is at Meta: name the language as it was approved, for instance "en_US"',
      "followUps[2].afterHours: is later than retention.days: the conversation is forgotten by then",
    ]);
    expect(problemsOf({ followUps: [{ afterHours: 2 }, { afterHours: 30, text: "Hello?" }] })).toEqual([
      "followUps[0]: give either a text or a template",
      "followUps[1]: a text must leave within 23.5 hours: later only a template may",
    ]);
  });
});

describe("a business's own keywords", () => {
  it("mean one thing each, have letters or digits, and leave stop its meaning", () => {
    expect(problemsOf({ keywords: { stop: ["cancelar"], human: ["vendedor", "bot"] } })).toEqual([]);
    expect(
      problemsOf({
        keywords: { stop: ["Cancelar", "👍"], human: ["cancelar!", "STOP"], start: ["stop", "stop"] },
      }),
    ).toEqual([
      "keywords.stop[1]: needs letters or digits: signs and emoji do not count",
      "keywords.start[0]: always means stop",
      "keywords.start[1]: always means stop",
      "keywords.human[0]: stands in keywords.stop too",
      "keywords.human[1]: stands in keywords.start too",
    ]);
  });
});

describe("the address of the business's own system", () => {
  const posted = (url: string) => parse({ leads: { webhook: { url } } }).leads.webhook?.url;

  it("is kept to the letter", () => {
    for (const url of [
      "https://hooks.example.com/catch/1/abc/",
      "https://crm.example.com/in?key=a/b",
      "http://localhost:4010/crm",
      "http://127.0.0.1:1/",
      "http://[::1]:8080",
    ])
      expect(posted(url)).toBe(url);
  });

  it.each([
    "http://crm.example.com/in",
    "http://localhost.evil.example/",
    "http://127.0.0.1.evil.example/",
    "ftp://crm.example.com",
    "https://",
    "https://a b",
    "crm.example.com",
  ])("is not %s", (url) => {
    expect(problemsOf({ leads: { webhook: { url } } })).toEqual(["leads.webhook.url: use an https URL"]);
  });
});
