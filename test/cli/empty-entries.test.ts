import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { DEMO_SECRETS } from "../../local/demo.ts";
import { FakeAws } from "./support/fake-aws.ts";
import { runCli } from "./support/run-cli.ts";

const stack = {
  name: "s",
  status: "UPDATE_COMPLETE",
  outputs: { SecretName: "secret" },
  protected: false,
  failures: [],
};
const aws = new FakeAws();
let text = "";

beforeEach(() => {
  aws.answers = {
    GetSecretValue: () => ({ SecretString: text, VersionId: "1" }),
    PutSecretValue: (_, { SecretString }) => {
      text = String(SecretString);
    },
  };
  aws.install();
});
afterEach(() => aws.remove());

const { meta, twilio, chatsby, identityKey } = DEMO_SECRETS;
const secret = (value: object) => {
  text = JSON.stringify({ chatsby, identityKey, ...value });
};
const kept = (): typeof DEMO_SECRETS => JSON.parse(text);
const secrets = (...argv: string[]) =>
  runCli(["secrets", ...argv, "--stage", "dev"], {
    stackState: async () => stack,
    stdin: async () => Buffer.from("a-new-value\n"),
  });

describe("the first value of an entry", () => {
  it.each([[{}], [{ actions: {} }], [{ actions: { tokens: [] } }], [{ actions: { tokens: [""] } }]])(
    "is put in by rotate, which says that there was none (%j)",
    async (before) => {
      secret({ meta, ...before });
      const { code, err, out } = await secrets("rotate", "actions.tokens", "--generate");
      expect([code, kept().actions?.tokens]).toEqual([0, [out.trim()]]);
      expect(err).toContain(
        "actions.tokens was empty: this is its first value, and there is nothing to finish.",
      );
      expect(err).toContain("put it into Chatsby's custom actions");
      expect(err).not.toMatch(/both valid|--finish/);
    },
  );

  it("is distinguished from a rotation at the other side too", async () => {
    secret({ meta: { ...meta, appSecrets: [] } });
    const first = await secrets("rotate", "meta.appSecrets");
    expect([first.code, kept().meta?.appSecrets]).toEqual([0, ["a-new-value"]]);
    expect(first.err).not.toContain("reset it in App settings");
    const second = await secrets("rotate", "meta.appSecrets", "--from-env", "NEW");
    expect(second.code).toBe(2);
    expect(second.err).toContain("reset it in App settings");
  });

  it("leaves nothing to finish", async () => {
    secret({ meta });
    expect(await secrets("rotate", "actions.tokens", "--finish", "--yes")).toMatchObject({
      code: 1,
      err: expect.stringContaining("holds 0 value(s)"),
    });
  });

  it("is set without a question: nothing is lost", async () => {
    secret({ meta });
    expect(await secrets("set", "actions.tokens")).toMatchObject({ code: 0 });
    expect(kept().actions?.tokens).toEqual(["a-new-value"]);
    expect(await secrets("set", "actions.tokens", "--generate")).toMatchObject({ code: 2 });
  });

  it.each([
    ["rotate", "twilio.authTokens"],
    ["set", "twilio.authTokens"],
    ["rotate", "twilio.sharedKeys"],
  ])("is not put in where it would make a usable secret unusable: %s %s", async (command, entry) => {
    secret({ meta });
    const before = text;
    expect(await secrets(command, entry)).toMatchObject({
      code: 4,
      out: "",
      err: expect.stringMatching(/every webhook would be refused[\s\S]*twilio\.accountSid[\s\S]*setup/),
    });
    expect(text).toBe(before);
  });

  it("is put in where the secret could not be used before", async () => {
    secret({ chatsby: { apiKey: "" } });
    expect(await secrets("set", "twilio.authTokens")).toMatchObject({ code: 0 });
    expect(kept().twilio?.authTokens).toEqual(["a-new-value"]);
  });
});

describe("a value that is there already", () => {
  it.each(["rotate", "set"])("changes nothing, and %s says so", async (command) => {
    secret({ meta, twilio: { ...twilio, authTokens: ["a-new-value"] } });
    const { code, err } = await secrets(command, "twilio.authTokens");
    expect([code, err]).toEqual([
      0,
      expect.stringContaining("twilio.authTokens holds this value already: nothing was changed."),
    ]);
    expect(err).not.toMatch(/both valid|--finish|first value/);
  });

  it("becomes the first one again where it was the second", async () => {
    secret({ meta, twilio: { ...twilio, authTokens: ["other", "a-new-value"] } });
    expect((await secrets("rotate", "twilio.authTokens")).err).toContain("both valid");
    expect(kept().twilio?.authTokens).toEqual(["a-new-value", "other"]);
  });
});
