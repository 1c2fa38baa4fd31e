import { expect, it } from "@jest/globals";
import { chooseAgent } from "../../../cli/evaluate/choose-agent.ts";
import type { Io } from "../../../cli/io.ts";
import { DEMO_SECRETS } from "../../../lib/config/secrets/demo-secrets.ts";
import { anIo } from "../support/run-cli.ts";

const STAGE_SECRET = {
  chatsby: { apiKey: "of-the-stage" },
  meta: { appSecrets: ["real"], verifyToken: "real", accessToken: "real" },
  identityKey: "a-real-identity-key",
};
const choose = (env: Io["env"], stage?: string) =>
  chooseAgent(anIo({ env }), { stage }, async () => STAGE_SECRET);

it("takes a stage's settings, and of its secret the agent's key alone", async () => {
  const { name, own, secrets } = await choose({}, "dev");
  expect([name, own?.settings.numbers.length]).toEqual(["dev.json", expect.any(Number)]);
  expect(secrets).toEqual({ ...DEMO_SECRETS, chatsby: { apiKey: "of-the-stage" } });
});

it("takes a key of the environment rather than the stage's", async () => {
  const keys = [];
  for (const env of [
    { CHATSBY_API_KEY: "one" },
    { WA_SECRETS: JSON.stringify({ chatsby: { apiKey: "two" }, meta: "whatever" }) },
  ])
    keys.push((await choose(env, "dev")).secrets.chatsby.apiKey);
  expect(keys).toEqual(["one", "two"]);
});

it("asks the demo agent only where no settings are named: a missing key is said", async () => {
  expect(await choose({})).toEqual({ name: "the demo agent", secrets: DEMO_SECRETS });
  await expect(choose({ WA_SETTINGS: "infra/settings/dev.json" })).rejects.toMatchObject({ exit: 2 });
});

it("says what is wrong with the secrets, quoting none", async () => {
  await expect(choose({ WA_SECRETS: '{"chatsby":{"key":"abc123"}}' }, "dev")).rejects.toMatchObject({
    exit: 2,
    details: [expect.not.stringContaining("abc123")],
  });
});
