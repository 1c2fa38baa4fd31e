import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { writeCommand } from "../../lib/adapters/sqs/envelope.ts";
import { conversationId, numberName } from "../../lib/domain/ids.ts";
import { DEMO_SECRETS } from "../../local/demo.ts";
import { runCli } from "../cli/support/run-cli.ts";
import { aStack, atRest } from "../support/quiet-stack.ts";
import { conversationWith, customers } from "../support/staff.ts";
import { waitFor } from "../support/wait-for.ts";

const stack = aStack();
const somebody = customers("1555031");
const wa = (argv: readonly string[], change: Parameters<typeof runCli>[1] = {}) =>
  runCli([...argv, "--url", stack().url], change);
const secret = (): typeof DEMO_SECRETS => JSON.parse(stack().secret.value ?? "{}");

async function answered(text = "Do you ship to Canada?") {
  const customer = somebody();
  await stack().meta.say(customer, text);
  await waitFor("an answer", () => stack().meta.phone.replies(customer.phone).length > 0);
  await atRest(stack());
  return customer;
}

describe("secrets", () => {
  const reset = () => {
    stack().secret.value = JSON.stringify(DEMO_SECRETS);
  };
  beforeEach(reset);
  afterEach(reset);

  it("rotate with old and new one valid at once, seen without a deploy", async () => {
    const { code, err, out } = await wa(["secrets", "rotate", "meta.appSecrets", "--from-env", "NEW"], {
      env: { NEW: "the-new-one" },
    });
    expect(code).toBe(0);
    expect(secret().meta?.appSecrets).toEqual(["the-new-one", "local-app-secret"]);
    expect(out + err).not.toContain("the-new-one");
    // New instances know it at once, as all do within five minutes.
    await stack().kill("webhook");
    const [older, newer] = [somebody(), somebody()];
    stack().secret.value = JSON.stringify({
      ...secret(),
      meta: { ...secret().meta, appSecrets: ["local-app-secret", "the-new-one"] },
    });
    expect((await stack().meta.say(older, "hello")).status).toBe(200);
    stack().secret.value = JSON.stringify({
      ...secret(),
      meta: { ...secret().meta, appSecrets: ["the-new-one", "local-app-secret"] },
    });
    expect((await stack().meta.say(newer, "hello")).status).toBe(200);
    await atRest(stack());
    expect(await wa(["secrets", "rotate", "meta.appSecrets", "--finish", "--yes"])).toMatchObject({
      code: 0,
    });
    expect(secret().meta?.appSecrets).toEqual(["the-new-one"]);
    expect(await wa(["secrets", "rotate", "meta.appSecrets", "--finish", "--yes"])).toMatchObject({
      code: 1,
    });
    stack().secret.value = JSON.stringify(DEMO_SECRETS);
    await atRest(stack());
    await stack().kill("webhook");
  });

  it("that we sign with stay valid beside the new one until the rotation is finished", async () => {
    const made = await wa(["secrets", "rotate", "leads.webhookSecrets", "--generate"]);
    const [newest, before] = secret().leads?.webhookSecrets ?? [];
    expect(before).toBe(DEMO_SECRETS.leads?.webhookSecrets[0]);
    expect(made.out.trim()).toBe(newest);
    expect(
      await wa(["secrets", "rotate", "leads.webhookSecrets"], {
        stdin: async () => Buffer.from("whsec_%%%"),
      }),
    ).toMatchObject({
      code: 2,
    });
    await wa(["secrets", "rotate", "leads.webhookSecrets", "--finish", "--yes"]);
    expect(secret().leads?.webhookSecrets).toEqual([newest]);
  });

  it("are not written when they would not do, or when somebody else was faster", async () => {
    const before = stack().secret.value;
    expect(
      await wa(["secrets", "set", "twilio.accountSid", "--from-env", "SID"], { env: { SID: "SK123" } }),
    ).toMatchObject({
      code: 2,
      err: expect.stringContaining("twilio.accountSid: starts with AC"),
    });
    expect(await wa(["secrets", "set", "identityKey"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("each customer would look new"),
    });
    expect(await wa(["secrets", "rotate", "meta.accessToken"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("secrets set meta.accessToken"),
    });
    expect(await wa(["secrets", "set", "chatsby.apiKey"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("No value was given"),
    });
    expect(await wa(["secrets", "rotate", "meta.appSecrets", "--generate"])).toMatchObject({ code: 2 });
    expect(stack().secret.value).toBe(before);
    const raced = await wa(["secrets", "set", "meta.appSecrets"], {
      askHidden: async () => "mine",
      ask: async () => {
        // While this one is being asked.
        stack().secret.value = JSON.stringify({ ...DEMO_SECRETS, chatsby: { apiKey: "theirs" } });
        return "y";
      },
    });
    expect(raced.code).toBe(0);
    expect(secret()).toMatchObject({ chatsby: { apiKey: "theirs" }, meta: { appSecrets: ["mine"] } });
  });

  it("of five values take no sixth", async () => {
    stack().secret.value = JSON.stringify({
      ...DEMO_SECRETS,
      actions: { tokens: ["1", "2", "3", "4", "5"] },
    });
    expect(await wa(["secrets", "rotate", "actions.tokens", "--generate"])).toMatchObject({
      code: 4,
      out: "",
    });
  });

  // The last one: a worker that first read the secret in it would lack what the others need.
  it("are listed by what there is and what is missing, never by value", async () => {
    const { meta: _, ...rest } = DEMO_SECRETS;
    stack().secret.value = JSON.stringify({ ...rest, twilio: { ...rest.twilio, authTokens: ["a", "b"] } });
    const { out, code } = await wa(["secrets", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out).entries).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ entry: "meta.appSecrets", values: 0 }),
        expect.objectContaining({ entry: "twilio.authTokens", values: 2 }),
      ]),
    );
    expect(out).not.toMatch(/local-|whsec_/);
  });
});

describe("status, tail and cost", () => {
  it("count what happened, by number", async () => {
    await answered();
    const { numbers, queues } = JSON.parse((await wa(["status", "--json"])).out);
    expect(numbers[0]).toMatchObject({
      name: "support",
      off: false,
      lastHour: { failed: 0, answered: expect.any(Number), delayMedian: expect.any(Number) },
    });
    expect(numbers[0].lastHour.inbound).toBeGreaterThan(0);
    expect(queues.map(({ name }: { name: string }) => name)).toEqual(["turns", "deliveries"]);
    const shown = await wa(["status"]);
    expect(shown).toMatchObject({ code: 0, out: expect.stringContaining("customers are answered") });
  });

  it("estimate the month's cost at the rate given", async () => {
    await answered();
    await waitFor("a priced status", () => stack().logs.some(({ code }) => code === "message.priced"));
    const { numbers, rate } = JSON.parse((await wa(["cost", "--rate", "0.01", "--json"])).out);
    expect(rate).toBe(0.01);
    expect(numbers[0]).toMatchObject({
      number: "support",
      billed: {},
      whatsapp: 0,
      freeLeft: 1_000 - numbers[0].free,
    });
    expect(numbers[0].free).toBeGreaterThan(0);
    const shown = await wa(["cost", "--market", "DE"]);
    expect(shown.err).toContain(
      "0.055 USD for one billed message of service, utility or authentication, 0.1365 USD for marketing",
    );
    expect(shown.err).toContain("valid from 2026-10-01");
    expect(await wa(["cost", "--market", "XX"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("--rate"),
    });
  });

  it("follow one conversation, and hide messages unless asked", async () => {
    const customer = await answered("Where is my parcel, please?");
    const { out } = await wa(["tail", `+${customer.phone}`, "--since", "10m"]);
    expect(out).toContain("turn.answered");
    expect(out).toContain("customer wrote");
    expect(out).toContain("(27 characters)");
    expect(out).not.toContain("parcel");
    expect((await wa(["tail", conversationWith(customer), "--content"])).out).toContain(
      "Where is my parcel, please?",
    );
    expect(await wa(["tail", "+15550399999"])).toMatchObject({ code: 3 });
  });
});

describe("redrive", () => {
  const client = () =>
    new SQSClient({
      endpoint: stack().endpoints.sqs,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });

  async function bury(body: string, group: string): Promise<void> {
    const { outputs }: { outputs: Record<string, string> } = JSON.parse(
      await (await fetch(`${stack().url}/local/deployment`)).text(),
    );
    await client().send(
      new SendMessageCommand({
        QueueUrl: outputs.TurnsDeadLettersUrl,
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: body.slice(0, 100),
      }),
    );
  }
  const wake = (conversation: string) =>
    writeCommand({
      kind: "wake",
      conversation: conversationId(conversation),
      number: numberName("support"),
      message: "" as never,
    });
  const depth = async () => (await stack().queueDepths()).turnsDeadLetters;

  it("shows, moves what was chosen, and has a customer answered once", async () => {
    const customer = await answered();
    const before = stack().meta.phone.replies(customer.phone).length;
    await bury(wake(conversationWith(customer)), conversationWith(customer));
    await bury(wake("another"), "another");
    await bury('{"v":99,"kind":"news"}', "strange");
    const shown = await wa(["redrive", "turns", "--json"]);
    expect(JSON.parse(shown.out)).toMatchObject({
      inDeadLetters: 3,
      messages: expect.arrayContaining([
        expect.objectContaining({ kind: "wake", conversation: conversationWith(customer), redriven: false }),
        expect.objectContaining({ kind: "later-version", redriven: false }),
      ]),
    });
    // Listing hides nothing from the next command.
    const moved = await wa(["redrive", "turns", "--yes", "--conversation", conversationWith(customer)]);
    expect(moved).toMatchObject({ code: 0, out: expect.stringContaining("1 moved back into turns") });
    await atRest(stack(), { deadLetters: "any" });
    expect(stack().meta.phone.replies(customer.phone)).toHaveLength(before);
    expect(JSON.parse((await wa(["redrive", "turns", "--json"])).out).messages).toHaveLength(2);
    expect((await wa(["redrive", "turns", "--yes"])).out).toContain(
      "1 moved back into turns, 1 left (1 unreadable for this version",
    );
    expect((await wa(["redrive", "turns", "--yes", "--older-than", "1h"])).out).toContain(
      "0 moved back into turns, 1 left (1 not chosen).",
    );
    expect((await depth())?.ready).toBe(1);
  });

  it("by the runbook's three commands moves all that it showed", async () => {
    const before = (await depth())?.ready ?? 0;
    for (const at of [1, 2, 3]) await bury(`{"n":${at},${wake("runbook").slice(1)}`, "runbook");
    for (const at of [1, 2, 3]) await bury(wake(`runbook-${at}`), `runbook-${at}`);
    expect((await wa(["redrive", "turns"])).out).toContain(`of about ${before + 6}.`);
    expect(await wa(["redrive", "turns", "--yes", "--limit", "1"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("1 moved back"),
    });
    expect(await wa(["redrive", "turns", "--yes"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("5 moved back"),
    });
    expect(await depth()).toEqual({ ready: before, delayed: 0, inFlight: 0 });
    await atRest(stack(), { deadLetters: "any" });
  });

  it("explains what is wrong with its command line", async () => {
    expect(await wa(["redrive", "everything"])).toMatchObject({ code: 2 });
    expect(await wa(["redrive", "turns", "--older-than", "soon"])).toMatchObject({
      code: 2,
      err: expect.stringContaining('"30m"'),
    });
  });
});
