import { afterEach, describe, expect, it } from "@jest/globals";
import * as z from "zod/mini";
import { readVariables } from "../../lib/config/deployment/variables.ts";
import { parseSecrets, requireProviders } from "../../lib/config/secrets/secrets.ts";
import { ConfigurationError, parseConfiguration } from "../../lib/config/settings/problems.ts";
import { settingsSchema } from "../../lib/config/settings/settings-schema.ts";

const number = {
  name: "support",
  provider: "meta",
  phoneNumberId: "310000000000007",
  wabaId: "210000000000001",
  agentId: "agent_1a2b3c4d5e",
};
const parse = (value: unknown) => parseConfiguration(settingsSchema, JSON.stringify(value), "dev.json");

function problemsOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe("a settings file", () => {
  it("needs nothing but numbers", () => {
    const settings = parse({ numbers: [number] });
    expect(settings.chatsby).toEqual({
      apiUrl: "https://api.chatsby.co",
      dialect: "agent-path",
      timeoutSeconds: 30,
    });
    expect(settings.turns).toMatchObject({
      quietSeconds: 2,
      maxWaitSeconds: 8,
      adaptiveQuiet: true,
      maxPerHour: 60,
      staleAfterHours: 23,
      graceSeconds: 45,
    });
    expect(settings.meta).toEqual({ graphUrl: "https://graph.facebook.com", graphVersion: "v25.0" });
    expect(settings).toMatchObject({
      texts: {},
      language: "en",
      keywords: { stop: [], start: [], human: [], bot: [] },
      followUps: [],
      optOut: { confirm: true, marketingStop: "all" },
      leads: { fromText: true },
      events: { content: "full" },
      handoff: {
        content: "full",
        resumeAfterHours: 12,
        phrases: [],
        failedTurns: 2,
        note: true,
      },
    });
    expect(settings.reengagement).toBeUndefined();
  });

  it("says that an AI answers, unless it is switched off, also for one number", () => {
    const settings = parse({
      numbers: [number, { ...number, name: "b", phoneNumberId: "310000000000008", disclosure: "off" }],
    });
    expect([settings.disclosure, ...settings.numbers.map(({ disclosure }) => disclosure)]).toEqual([
      "first-answer",
      undefined,
      "off",
    ]);
    expect(parse({ numbers: [number], disclosure: "off" }).disclosure).toBe("off");
  });

  it.each([
    [" ", 'write something, or set disclosure to "off"'],
    ["one\ntwo", "write it on one line"],
    ["An ```AI```.", "leave out ```"],
    ["x".repeat(301), "use at most 300 characters"],
  ])("does not disclose in words that would harm the answer below: %j", (disclosure, problem) => {
    const problems = problemsOf(() =>
      parse({ numbers: [{ ...number, texts: { disclosure } }], texts: { disclosure } }),
    );
    expect(problems).toEqual([`numbers[0].texts.disclosure: ${problem}`, `texts.disclosure: ${problem}`]);
  });

  it("has no other texts than the defaults of the language", () => {
    const settings = parse({
      numbers: [{ ...number, language: "auto", texts: { choose: " Pick one " } }],
      texts: { handoff: "One moment." },
    });
    expect(settings.texts).toEqual({ handoff: "One moment." });
    expect(settings.numbers[0]).toMatchObject({ language: "auto", texts: { choose: "Pick one" } });
    expect(
      problemsOf(() =>
        parse({
          numbers: [number],
          texts: { choose: "More than twenty characters", fallback: " ", hello: "Hi" },
          language: "xx",
        }),
      ),
    ).toEqual([
      "texts.fallback: write something",
      "texts.choose: use at most 20 characters",
      "texts.hello: no such setting",
      'language: use "en" or "es" or "pt" or "fr" or "de" or "ar" or "hi" or "id" or "auto"',
    ]);
  });

  it("lists every problem at once, by its path and never by its value", () => {
    const wrong = {
      numbers: [
        { ...number, name: "No Good", phoneNumberId: 310000000000007 },
        { name: "sales", provider: "twilio", from: "+14155238886", agentId: "agent_1a2b3c4d5e" },
      ],
      chatsby: { dialect: "other" },
      turns: { quietSeconds: -1, surprise: 1 },
      alerts: { email: "nobody" },
      sessionid: "phone",
    };
    expect(problemsOf(() => parse(wrong))).toEqual([
      "numbers[0].name: use 1 to 40 lower-case letters, digits and hyphens",
      "numbers[0].phoneNumberId: missing, or not a string",
      'numbers[1].from: use the form "whatsapp:+14155238886"',
      'chatsby.dialect: use "agent-path", "conversations", or a mapping with path, body and reply',
      "turns.quietSeconds: use at least 0",
      "turns.surprise: no such setting",
      "alerts.email: use an e-mail address",
      "sessionid: no such setting",
    ]);
  });

  it("names the new name of a renamed setting, and of no other unknown key", () => {
    const file = { numbers: [number], replies: { heldFreshHours: 24, heldHours: 1 }, constructor: 1 };
    expect(problemsOf(() => parse(file))).toEqual([
      "replies.heldFreshHours: is now called replies.deferredFreshHours",
      "replies.heldHours: no such setting",
      "constructor: no such setting",
    ]);
  });

  it.each([
    ["two numbers have the same name", [number, { ...number, phoneNumberId: "310000000000008" }]],
    ["the same WhatsApp number is listed twice", [number, { ...number, name: "again" }]],
    ["name at least one WhatsApp number", []],
  ])("learns that %s", (problem, numbers) => {
    expect(problemsOf(() => parse({ numbers }))).toEqual([`numbers: ${problem}`]);
  });

  it("may end URLs with a slash", () => {
    expect(parse({ numbers: [number], meta: { graphUrl: "http://127.0.0.1:4001/" } }).meta.graphUrl).toBe(
      "http://127.0.0.1:4001",
    );
  });

  it("is reported when it is not JSON", () => {
    expect(() => parseConfiguration(settingsSchema, "{,}", "dev.json")).toThrow(
      /^dev\.json has 1 problem:\n {2}it is not JSON/,
    );
  });
});

describe("the secret's JSON", () => {
  const good = {
    meta: { appSecrets: ["s"], verifyToken: "v", accessToken: "t" },
    chatsby: { apiKey: "k" },
    identityKey: "0123456789abcdef",
  };

  it("may leave out a provider that no number uses", () => {
    const secrets = parseSecrets(JSON.stringify(good));
    expect(secrets.twilio).toBeUndefined();
    expect(problemsOf(() => requireProviders(secrets, ["meta"]))).toEqual([]);
    expect(problemsOf(() => requireProviders(secrets, ["meta", "twilio"]))).toEqual([
      "twilio: missing, but a number uses it",
    ]);
  });

  it("never has a value quoted in an error", () => {
    const act = () =>
      parseSecrets('{"meta":{"appSecrets":"hunter2"},"identityKey":"short","chatsby":{"apiKey":"');
    expect(act).toThrow(ConfigurationError);
    expect(act).not.toThrow(/hunter2|short/);
    expect(
      problemsOf(() =>
        parseSecrets(
          '{"meta":{"appSecrets":"hunter2","verifyToken":"","accessToken":"x"},"identityKey":"short"}',
        ),
      ),
    ).toEqual([
      "meta.appSecrets: missing, or not an array",
      "meta.verifyToken: is empty",
      "chatsby: missing, or not an object",
      "identityKey: is too short; make one with `openssl rand -base64 32`",
    ]);
  });
});

describe("what zod itself would say", () => {
  afterEach(() => void z.config({ localeError: undefined }));

  it("is never shown, although another library in the process chooses its language", () => {
    z.config({ localeError: () => "Theirs" });
    const problems = problemsOf(() =>
      parse({ numbers: [{ ...number, phoneNumberId: 7 }], chatsby: { dialect: { path: 1 } } }),
    );
    expect(problems).toContain("numbers[0].phoneNumberId: missing, or not a string");
    expect(problems).toContain("chatsby.dialect.path: missing, or not a string");
  });
});

describe("a function's variables", () => {
  it("are all named when missing", () => {
    expect(() => readVariables({ TABLE_NAME: "t" }, "tableName", "secretId", "turnsQueueUrl")).toThrow(
      "Set the environment variables SECRET_ID, TURNS_QUEUE_URL.",
    );
    expect(readVariables({ TABLE_NAME: "t" }, "tableName")).toEqual({ tableName: "t" });
  });
});
