import { expect, it } from "@jest/globals";
import { businessNumbers } from "../../../functions/worker/business-numbers.ts";
import { IntegrationError } from "../../../lib/application/ports/integration-error.ts";
import type { Secrets } from "../../../lib/config/secrets/secrets.ts";
import { parseConfiguration } from "../../../lib/config/settings/problems.ts";
import { settingsSchema } from "../../../lib/config/settings/settings-schema.ts";
import { replyParts } from "../../../lib/domain/markup/parts/reply-parts.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../../local/demo.ts";
import { FakeClock } from "../../support/fakes.ts";

/** What a number sends with, under these secrets. */
async function credentialsOf(name: string, secrets: Secrets): Promise<string | undefined> {
  const numbers = businessNumbers({
    settings: parseConfiguration(settingsSchema, JSON.stringify(DEMO_SETTINGS), "the settings"),
    publicUrl: "http://localhost",
    secrets: async () => secrets,
    invalidateSecrets: () => undefined,
    fetch,
    clock: new FakeClock(),
    countryOf: () => undefined,
    replyParts,
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

it.each(["support", "sales"])(
  "what was added to the secret for %s is read at once, and not when the cache ends",
  async (name) => {
    const { meta: _, twilio: __, ...without } = DEMO_SECRETS;
    let known: Secrets = without;
    const sent: string[] = [];
    const numbers = businessNumbers({
      settings: parseConfiguration(settingsSchema, JSON.stringify(DEMO_SETTINGS), "the settings"),
      publicUrl: "http://localhost",
      secrets: async () => known,
      invalidateSecrets: () => {
        known = DEMO_SECRETS;
      },
      fetch: async (url) => {
        sent.push(String(url));
        return Response.json({ messages: [{ id: "wamid.1" }], sid: "SM1" }, { status: 201 });
      },
      clock: new FakeClock(),
      countryOf: () => undefined,
      replyParts,
    });
    const sender = numbers.get(name)?.sender;
    const message = { to: { phone: "15550177001" }, text: "Yes.", reference: "cw1.c.t.0.1" };
    expect((await sender?.send(message, Number.POSITIVE_INFINITY))?.kind).toBe("accepted");
    expect(sent).toHaveLength(1);
  },
);

it.each([
  ["support", "missing_meta", "stop"],
  ["sales", "missing_twilio", "stop"],
])(
  "a message of %s without credentials is refused: it has certainly not left",
  async (name, code, failureAction) => {
    const { meta: _, twilio: __, ...without } = DEMO_SECRETS;
    expect(await sendAs(name, async () => without)).toEqual({ kind: "refused", code, failureAction });
  },
);

it("a message while the secret cannot be read is refused, to be tried again soon", async () => {
  const unreadable = () =>
    Promise.reject(new IntegrationError({ system: "secrets", code: "TimeoutError", retry: "later" }));
  expect(await sendAs("support", unreadable)).toEqual({
    kind: "refused",
    code: "TimeoutError",
    failureAction: "soon",
  });
});

async function sendAs(name: string, secrets: () => Promise<Secrets>) {
  const numbers = businessNumbers({
    settings: parseConfiguration(settingsSchema, JSON.stringify(DEMO_SETTINGS), "the settings"),
    publicUrl: "http://localhost",
    secrets,
    invalidateSecrets: () => undefined,
    fetch: () => Promise.reject(new Error("nothing may leave")),
    clock: new FakeClock(),
    countryOf: () => undefined,
    replyParts,
  });
  return numbers
    .get(name)
    ?.sender.send({ to: { phone: "15550177001" }, text: "Hello", reference: "r" }, 10_000);
}

it("the agent is told of customers what the settings say, each number's own first", () => {
  const settings = {
    ...DEMO_SETTINGS,
    agentContext: { firstContact: true, language: true },
    numbers: DEMO_SETTINGS.numbers.map((number, at) =>
      at === 0 ? number : { ...number, agentContext: { language: false, name: true, origin: false } },
    ),
  };
  const contexts = [DEMO_SETTINGS, settings].flatMap((file) => {
    const numbers = businessNumbers({
      settings: parseConfiguration(settingsSchema, JSON.stringify(file), "the settings"),
      publicUrl: "http://localhost",
      secrets: async () => DEMO_SECRETS,
      invalidateSecrets: () => undefined,
      fetch,
      clock: new FakeClock(),
      replyParts,
      countryOf: ({ phone }) => (phone === "49" ? "DE" : undefined),
    });
    return ["support", "sales"].map((name) => numbers.get(name)?.agentContext);
  });
  const nothing = { firstContact: false, name: false, origin: true };
  expect(contexts).toEqual([
    nothing,
    nothing,
    { firstContact: true, name: false, origin: true, languageOf: expect.any(Function) },
    { firstContact: true, name: true, origin: false },
  ]);
  expect(contexts[2]?.languageOf?.({ phone: "49" })).toBe("German");
  expect(contexts[2]?.languageOf?.({ phone: "1" })).toBeUndefined();
});
