import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Io } from "../../cli/io.ts";
import { MINUTE_MS } from "../../lib/domain/time.ts";
import { renewNumbers, whatToType } from "../../local/cli/new-numbers.ts";
import { DANA } from "../../local/customer.ts";
import { DEMO_SECRETS } from "../../local/demo.ts";
import { FakeMetaAccount } from "../../local/meta/account.ts";
import { FakeRegistration } from "../../local/meta/registration.ts";
import { runCli } from "../cli/support/run-cli.ts";
import { aStack, atRest } from "../support/quiet-stack.ts";

const PHONE_NUMBER_ID = "310000000000007";
const stack = aStack({ accounts: DEMO_SECRETS });
const folder = mkdtempSync(join(tmpdir(), "new-number-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

let registration: FakeRegistration;
let asked: string[];
let printed: string[];
let file: string;
let runs = 0;

const secret = () => JSON.parse(stack().secret.value ?? "{}");
const pins = () => secret().meta?.registrationPins;
const newestCode = () => registration.codes.at(-1)?.code ?? "";

type Answer = string | (() => string);
/** By the beginning of the question; each list in its order. Other questions get an empty answer. */
type Person = Record<string, Answer[]>;

const OWNER: Person = {
  "Is the number": ["meta"],
  "A short name": ["support"],
  "Chatsby agent id": ["agent_1a2b3c4d5e"],
  "Phone number ID": [PHONE_NUMBER_ID],
  "WhatsApp Business Account": ["210000000000001"],
  "Chatsby API key": ["chtb_test_local"],
  "App secret": ["local-app-secret"],
  "Access token": ["local-access-token"],
  "Run `npx cdk": ["y"],
  "Should the code": ["sms"],
  "The code": [newestCode],
};

function setUp(person: Person = {}, change: Partial<Io> = {}, argv: readonly string[] = []) {
  const answers = new Map(Object.entries({ ...OWNER, ...person }).map(([text, list]) => [text, [...list]]));
  const answer = async (question: string) => {
    asked.push(question);
    const [, list] = [...answers].find(([text]) => question.startsWith(text)) ?? [];
    const next = list?.shift() ?? "";
    return typeof next === "function" ? next() : next;
  };
  return runCli(["setup", "--settings", file, "--wait", "0", "--url", stack().url, ...argv], {
    ask: answer,
    askHidden: answer,
    ...change,
  });
}

describe("setup, with a number that was only added at Meta", () => {
  beforeEach(async () => {
    const { meta } = stack();
    Object.assign(meta.account, new FakeMetaAccount());
    renewNumbers(stack(), DEMO_SECRETS, (text) => printed.push(text));
    registration = meta.account.registrations.get(PHONE_NUMBER_ID) ?? new FakeRegistration();
    // Functions read the secret again.
    await stack().clock.move(5 * MINUTE_MS);
    [asked, printed] = [[], []];
    runs += 1;
    file = join(folder, `${runs}.json`);
  });

  describe("and a customer who writes", () => {
    // What is still on its way would meet the next test's secret.
    afterEach(() => atRest(stack()));

    it("goes from fresh settings to the first answered message", async () => {
      const { meta } = stack();
      expect(await meta.say(DANA, "Is anybody there?")).toMatchObject({ status: 0 });
      let hasWritten = false;
      const { code, out } = await setUp(
        {},
        {
          clock: { now: Date.now },
          sleep: async () => {
            if (!hasWritten) await meta.say(DANA, "Do you ship to Canada?");
            hasWritten = true;
            await new Promise((resolve) => setTimeout(resolve, 100));
          },
        },
        ["--wait", "60"],
      );
      expect(out).toContain("It was answered.");
      expect(code).toBe(0);
      expect(meta.phone.replies(DANA.phone).at(-1)?.text).toMatch(/Canada/);
      expect(registration).toMatchObject({ verified: true, registered: true });
      expect(JSON.parse(readFileSync(file, "utf8")).numbers).toMatchObject([
        { phoneNumberId: PHONE_NUMBER_ID },
      ]);
    });

    it("uses a PIN that somebody wrote into the secret without quotes, which stops nothing", async () => {
      await setUp({ "The code": ["stop"] });
      registration.verified = true;
      registration.pin = "012345";
      const { meta, ...others } = secret();
      stack().secret.value = JSON.stringify({
        ...others,
        meta: { ...meta, registrationPins: { [PHONE_NUMBER_ID]: 12345 } },
      });
      const { code } = await setUp();
      expect(code).toBe(0);
      expect(pins()).toEqual({ [PHONE_NUMBER_ID]: "012345" });
      expect(await stack().meta.say(DANA, "hello")).toMatchObject({ status: 200 });
    });
  });

  it("is practised with what `npm start -- --new-numbers` prints", async () => {
    const told = whatToType(stack(), DEMO_SECRETS);
    for (const answer of [
      "Phone number ID",
      "WhatsApp Business Account",
      "App secret",
      "Access token",
      "Chatsby API key",
    ])
      expect(told).toContain(String(OWNER[answer]?.[0]));
    await setUp();
    expect(printed).toEqual([`☎ Meta sends +15550100200 the code ${newestCode()}`]);
    expect(whatToType(stack(), { ...DEMO_SECRETS })).not.toContain("local-access-token");
  });

  it("keeps the PIN before Meta knows it, and shows it once", async () => {
    const { out } = await setUp();
    const [, pin] = /PIN is (\d{6})\./.exec(out) ?? [];
    expect(pin).toBe(registration.pin);
    expect(secret()).toMatchObject({
      identityKey: DEMO_SECRETS.identityKey,
      meta: { registrationPins: { [PHONE_NUMBER_ID]: pin }, accessToken: "local-access-token" },
    });
    const again = await setUp();
    expect(again.out).toContain("is registered already");
    expect(again.out + again.err).not.toContain(pin);
    expect(registration.asked).toHaveLength(1);
    expect(pins()).toEqual({ [PHONE_NUMBER_ID]: pin });
  });

  it("keeps the PIN while credentials change, in setup and by `wa secrets`", async () => {
    await setUp();
    const kept = pins();
    const env = { META_ACCESS_TOKEN: "local-access-token", META_APP_SECRET: "local-app-secret" };
    expect(await setUp({}, { env })).toMatchObject({ code: 0 });
    expect(pins()).toEqual(kept);
    const argv = ["secrets", "set", "meta.verifyToken", "--generate", "--yes", "--url", stack().url];
    expect(await runCli(argv)).toMatchObject({ code: 0 });
    expect(pins()).toEqual(kept);
  });

  it("goes on with the same PIN after Meta's response was lost", async () => {
    registration.losesResponse = true;
    const { code, out } = await setUp();
    expect(code).toBe(0);
    expect(out).toContain(`PIN is ${registration.pin}`);
    expect(pins()).toEqual({ [PHONE_NUMBER_ID]: registration.pin });
  });

  it("has kept the PIN when it ends during the registration, and uses it in the next run", async () => {
    registration.refusals.push(133015);
    const first = await setUp();
    expect(first).toMatchObject({ code: 1, err: expect.stringMatching(/133015.*\n.*Wait five minutes/) });
    const kept = pins();
    expect(kept).toEqual({ [PHONE_NUMBER_ID]: expect.stringMatching(/^\d{6}$/) });
    expect(await setUp()).toMatchObject({ code: 0 });
    expect(pins()).toEqual(kept);
    expect(registration.pin).toBe(kept[PHONE_NUMBER_ID]);
  });

  it("asks for the code again, and sends another one, by a call", async () => {
    const { code, out } = await setUp({
      "Should the code": ["fax", "sms", "call"],
      "The code": ["000000", "hello", "new", () => newestCode().replace(/^(...)/, "$1-")],
    });
    expect(code).toBe(0);
    expect(out).toContain("does not accept this code (136025)");
    expect(registration.codes.map(({ method }) => method)).toEqual(["SMS", "VOICE"]);
  });

  it("stops where the person wants to, and asks for nothing twice in the next run", async () => {
    const stopped = await setUp({ "The code": ["stop"] });
    expect(stopped).toMatchObject({ code: 1, err: expect.stringContaining("not verified yet") });
    expect(registration.asked).toEqual([]);
    registration.verified = true;
    asked = [];
    expect(await setUp()).toMatchObject({ code: 0 });
    expect(asked.filter((question) => /code/.test(question))).toEqual([]);
  });

  it("asks for the PIN that the number has, and keeps the one that Meta accepts", async () => {
    registration.pin = "654321";
    const { code, out } = await setUp({ "The number's PIN": ["12", "111111", "654321"] });
    expect(code).toBe(0);
    expect(out).toContain("has another two-step verification PIN (133005)");
    expect(pins()).toEqual({ [PHONE_NUMBER_ID]: "654321" });
    expect(out).not.toMatch(/654321|111111/);
  });

  it("keeps no wrong PIN, and tries only three", async () => {
    registration.pin = "654321";
    const { code, err } = await setUp({ "The number's PIN": ["111111", "222222", "333333"] });
    expect(code).toBe(1);
    expect(err).toContain("Two-step verification sets a new PIN");
    expect(registration.asked).toHaveLength(3);
    expect(pins()).toEqual({});
  });

  it("verifies a number again when Meta demands it only on registration", async () => {
    registration.verified = true;
    registration.refusals.push(133006);
    expect(await setUp()).toMatchObject({ code: 0 });
    expect(registration.codes).toHaveLength(1);
  });

  it.each([
    [131031, /locked the business account/],
    [133008, /guessed too often/],
    [133009, /too fast/],
    [133016, /72 hours/],
    [133004, /133004.*\n.*docs\/setup-meta\.md/],
  ])("says what to do when Meta refuses with %d", async (refusal, told) => {
    registration.verified = true;
    registration.refusals.push(refusal);
    expect(await setUp()).toMatchObject({ code: 1, err: expect.stringMatching(told) });
    expect(registration.asked).toHaveLength(1);
  });

  it("never registers a number that the WhatsApp Business app uses, too", async () => {
    registration.onBusinessApp = true;
    expect(await setUp()).toMatchObject({ code: 0, out: expect.stringContaining("It stays as it is") });
    expect([registration.asked, registration.codes]).toEqual([[], []]);
  });

  it.each(["DISCONNECTED", "UNVERIFIED"])("registers a number with the status %s", async (status) => {
    registration.verified = true;
    stack().meta.account.number = { status };
    expect(await setUp()).toMatchObject({ code: 0 });
    expect(registration.registered).toBe(true);
  });

  it.each([
    ["whose verification has expired", { code_verification_status: "EXPIRED" }],
    ["that was never verified, as Meta's test numbers are", {}],
    ["that customers complained of", { status: "FLAGGED" }],
  ])("leaves a connected number alone %s", async (_, number) => {
    Object.assign(registration, { registered: true, verified: false });
    stack().meta.account.number = number;
    const { code, out } = await setUp();
    expect(code).toBe(0);
    expect(out).toContain("is registered already");
    expect(out).not.toContain("meta.verification");
    expect([registration.asked, registration.codes]).toEqual([[], []]);
  });

  describe("asked to register a connected number again, for a changed display name", () => {
    beforeEach(() => {
      Object.assign(registration, { registered: true, verified: true, pin: "654321" });
    });
    const again = (person: Person = {}) => setUp(person, {}, ["--register-again"]);

    it("asks for its PIN, keeps it, and needs nobody the next time", async () => {
      expect(await again({ "The number's PIN": ["654321"] })).toMatchObject({ code: 0 });
      expect(pins()).toEqual({ [PHONE_NUMBER_ID]: "654321" });
      const { code, out } = await again();
      expect(code).toBe(0);
      expect(out).toContain("Registering +15550100200 once more.");
      expect(out).not.toContain("654321");
      expect(registration.asked).toHaveLength(2);
    });

    it("does not take a lost response for success", async () => {
      registration.losesResponse = true;
      expect(await again({ "The number's PIN": ["654321"] })).toMatchObject({
        code: 1,
        err: expect.stringContaining("whether the number is registered is not known"),
      });
    });

    it("still never touches one that the WhatsApp Business app uses, too", async () => {
      registration.onBusinessApp = true;
      expect(await again()).toMatchObject({ code: 0 });
      expect(registration.asked).toEqual([]);
    });
  });

  it("says once that the number is not registered, and that setup does that", async () => {
    const { out } = await setUp();
    expect(out.match(/once the webhook is there/g)).toHaveLength(1);
    expect(out).not.toContain("meta.health");
  });

  it("says what Meta reviews, and that replies work meanwhile", async () => {
    const { account } = stack().meta;
    Object.assign(account, { review: "PENDING", blocked: { entity: "WABA", code: 131042 } });
    const { code, out } = await setUp();
    const text = out.replace(/\s+/g, " ");
    expect(code).toBe(0);
    expect(text).toContain("is under review");
    expect(text).toContain("still reviewing the WhatsApp account");
    expect(text).toContain("reach 250 customers in 24 hours");
    expect(text).toContain("no valid payment method. The first 1,000 replies a month are free");
  });

  it("needs a terminal for the code, and says so without one", async () => {
    const { code, err } = await runCli(
      [
        ...["setup", "--settings", file, "--wait", "0", "--url", stack().url, "--yes", "--provider", "meta"],
        ...["--name", "support", "--phone-number-id", PHONE_NUMBER_ID, "--waba-id", "210000000000001"],
        ...["--agent-id", "agent_1a2b3c4d5e"],
      ],
      {
        env: {
          META_ACCESS_TOKEN: "local-access-token",
          META_APP_SECRET: "local-app-secret",
          CHATSBY_API_KEY: "chtb_test_local",
        },
      },
    );
    expect(code).toBe(1);
    expect(err).toContain("no terminal to enter it on");
  });
});
