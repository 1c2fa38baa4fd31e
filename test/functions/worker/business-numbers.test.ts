import { expect, it } from "@jest/globals";
import { businessNumbers } from "../../../functions/worker/business-numbers.ts";
import { parseConfiguration } from "../../../lib/config/problems.ts";
import type { Secrets } from "../../../lib/config/secrets.ts";
import { settingsSchema } from "../../../lib/config/settings.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../../local/demo.ts";
import { FakeClock } from "../../support/fakes.ts";

/** What a number is known to send with, under these secrets. */
async function credentialsOf(name: string, secrets: Secrets): Promise<string | undefined> {
  const numbers = businessNumbers({
    settings: parseConfiguration(settingsSchema, JSON.stringify(DEMO_SETTINGS), "the settings"),
    publicUrl: "http://localhost",
    secrets: async () => secrets,
    fetch,
    clock: new FakeClock(),
    countryOf: () => undefined,
  });
  return numbers.get(name)?.credentials?.();
}

const { meta, twilio } = DEMO_SECRETS;
if (!meta || !twilio) throw new Error("the demo has both providers");

it.each<[string, string, Secrets]>([
  ["Meta's token", "support", { ...DEMO_SECRETS, meta: { ...meta, accessToken: "another" } }],
  [
    "Twilio's token",
    "sales",
    { ...DEMO_SECRETS, twilio: { ...twilio, authTokens: ["another", ...twilio.authTokens] } },
  ],
  ["Twilio's account", "sales", { ...DEMO_SECRETS, twilio: { ...twilio, accountSid: "AC1" } }],
])(
  "what a number sends with is another after a change of %s, says nothing of it, and stays otherwise",
  async (_, name, changed) => {
    const [before, again, after] = [
      await credentialsOf(name, DEMO_SECRETS),
      await credentialsOf(name, { ...DEMO_SECRETS, chatsby: { apiKey: "another" } }),
      await credentialsOf(name, changed),
    ];
    expect(before).toMatch(/^[\w-]{22}$/);
    expect(again).toBe(before);
    expect(after).toMatch(/^[\w-]{22}$/);
    expect(after).not.toBe(before);
  },
);
