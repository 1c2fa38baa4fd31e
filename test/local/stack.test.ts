import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { startEmulators } from "../../local/aws/emulators.ts";
import { DEMO_SECRETS } from "../../local/demo.ts";
import { startStack } from "../../local/stack.ts";
import type { LocalStack, StackOptions } from "../../local/stack-options.ts";
import { waitFor } from "../support/wait-for.ts";

const folder = mkdtempSync(join(tmpdir(), "stack-test-"));
const stacks: LocalStack[] = [];
afterAll(() => rmSync(folder, { recursive: true }));

/** AWS by hand: these functions are too small to bundle the SDK. */
const AWS = `
const call = async (endpoint, version, target, body) => {
  const response = await fetch(process.env["AWS_ENDPOINT_URL_" + endpoint], { method: "POST", body: JSON.stringify(body), headers: {
    "content-type": "application/x-amz-json-" + version, "x-amz-target": target,
    authorization: "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/x/aws4_request, SignedHeaders=a, Signature=a", "x-amz-date": "20260101T000000Z" } });
  return response.json();
};`;

/** Queues what it gets, keeps it in the table, and returns its environment. */
const WEBHOOK = `${AWS}
export const handler = async (event) => {
  if (event.rawQueryString === "env") return { statusCode: 200, body: JSON.stringify(process.env) };
  if (event.rawQueryString === "secret") return { statusCode: 200, body: JSON.stringify(await call("SECRETS_MANAGER", "1.1", "secretsmanager.GetSecretValue", { SecretId: process.env.SECRET_ID })) };
  if (event.rawQueryString === "event") return { statusCode: 200, body: JSON.stringify(await call("EVENTBRIDGE", "1.1", "AWSEvents.PutEvents", { Entries: [{ EventBusName: "chatsby-whatsapp-local", Source: "s", DetailType: "t", Detail: "{}" }] })) };
  const item = { pk: { S: "p" }, sk: { S: "s" }, pendingAt: { S: "1" } };
  if (event.rawQueryString === "items") return { statusCode: 200, body: JSON.stringify(await call("DYNAMODB", "1.0", "DynamoDB_20120810.Query", { TableName: process.env.TABLE_NAME, IndexName: "pending", KeyConditionExpression: "pk = :p", ExpressionAttributeValues: { ":p": { S: "p" } } })) };
  await call("DYNAMODB", "1.0", "DynamoDB_20120810.PutItem", { TableName: process.env.TABLE_NAME, Item: item });
  await call("SQS", "1.0", "AmazonSQS.SendMessage", { QueueUrl: process.env.TURNS_QUEUE_URL, MessageBody: event.body, MessageGroupId: "g", MessageDeduplicationId: event.body });
  await call("SQS", "1.0", "AmazonSQS.SendMessage", { QueueUrl: process.env.DELIVERIES_QUEUE_URL, MessageBody: event.body });
  return { statusCode: 200, body: "" };
};`;
const TELLS = `export const handler = async ({ Records }) => { for (const { body } of Records) console.log(JSON.stringify({ level: "INFO", code: "got", body })); };`;
const FAILS = `export const handler = async () => { throw new RangeError("x"); };`;
const HANGS = `export const handler = async () => { console.log(JSON.stringify({ code: "began" })); await new Promise((resolve) => setTimeout(resolve, 60_000)); };`;

function bundles(name: string, worker: string): string {
  for (const [part, source] of Object.entries({ webhook: WEBHOOK, worker, delivery: TELLS })) {
    mkdirSync(join(folder, name, part), { recursive: true });
    writeFileSync(join(folder, name, part, "index.mjs"), source);
  }
  return join(folder, name);
}

async function start(options: StackOptions): Promise<LocalStack> {
  // Few of these tests call every function.
  const stack = await startStack({ ahead: false, limits: { turnsDelay: 0 }, ...options });
  stacks.push(stack);
  return stack;
}

const post = (stack: LocalStack, body: string) =>
  fetch(`${stack.url}/webhooks/meta`, { method: "POST", body, headers: { "content-type": "text/plain" } });
const ask = async (stack: LocalStack, query: string) =>
  JSON.parse(await (await fetch(`${stack.url}/webhooks/meta?${query}`)).text());
const got = (stack: LocalStack, name: string) =>
  stack.logs.filter((line) => line.code === "got" && line.function === name).map(({ facts }) => facts?.body);

const until = (holds: () => boolean | Promise<boolean>) => waitFor("what is expected", holds);

describe("a local stack", () => {
  let stack: LocalStack;
  beforeAll(async () => {
    process.env.OUTER_SECRET = "1";
    stack = await startStack({ limits: { turnsDelay: 0 }, bundles: bundles("good", TELLS) });
  });
  afterAll(async () => {
    delete process.env.OUTER_SECRET;
    await stack.stop();
  });

  it("carries what the webhook queues to worker and delivery", async () => {
    expect((await post(stack, "one")).status).toBe(200);
    await until(() => got(stack, "worker").length + got(stack, "delivery").length === 2);
    expect([got(stack, "worker"), got(stack, "delivery")]).toEqual([["one"], ["one"]]);
    await until(async () => (await stack.queueDepths()).turns?.inFlight === 0);
  });

  it("serves the secret, changed while it runs, and keeps events", async () => {
    expect(JSON.parse((await ask(stack, "secret")).SecretString)).toEqual(DEMO_SECRETS);
    stack.secret.value = JSON.stringify({ ...DEMO_SECRETS, chatsby: { apiKey: "rotated" } });
    expect(JSON.parse((await ask(stack, "secret")).SecretString).chatsby.apiKey).toBe("rotated");
    stack.secret.value = undefined;
    expect((await ask(stack, "secret")).__type).toBe("ResourceNotFoundException");
    expect((await ask(stack, "event")).FailedEntryCount).toBe(0);
    expect(stack.events).toEqual([{ bus: "chatsby-whatsapp-local", source: "s", type: "t", detail: {} }]);
  });

  it("gives every function its own environment and nothing of ours", async () => {
    const env: Record<string, string> = await ask(stack, "env");
    expect(env).toMatchObject({
      POWERTOOLS_SERVICE_NAME: "webhook",
      PUBLIC_URL: stack.url,
      AWS_ACCESS_KEY_ID: "local",
      TABLE_NAME: "chatsby-whatsapp",
    });
    expect(env).not.toHaveProperty("OUTER_SECRET");
    expect(JSON.parse(readFileSync(env.WA_SETTINGS ?? "", "utf8"))).toEqual(stack.settings);
    await stack.stop();
    expect(existsSync(env.WA_SETTINGS ?? "")).toBe(false);
  });
});

describe("the local stack", () => {
  afterEach(() => Promise.all(stacks.splice(0).map((stack) => stack.stop())));

  it("uses the servers that the settings name, and its own for the rest", async () => {
    const numbers = [
      { name: "a", provider: "meta" as const, phoneNumberId: "310000000000007", agentId: "agent_1" },
    ];
    const stack = await start({
      bundles: bundles("good", TELLS),
      settings: {
        numbers,
        twilio: { apiUrl: "http://127.0.0.1:9" },
        chatsby: { apiUrl: "http://127.0.0.1:8/" },
      },
    });
    expect(stack.settings.meta.graphUrl).toBe(stack.meta.url);
    expect(stack.settings.twilio).toEqual({
      apiUrl: "http://127.0.0.1:9",
      messagingUrl: "http://127.0.0.1:9",
      contentUrl: "http://127.0.0.1:9",
    });
    expect(stack.settings.chatsby.apiUrl).toBe("http://127.0.0.1:8");
  });

  it("delivers again after a worker was killed in the middle of its work", async () => {
    const flag = join(folder, "killed-once");
    const worker = `import { existsSync, writeFileSync } from "node:fs";
      export const handler = async (event) => {
        if (!existsSync(${JSON.stringify(flag)})) { writeFileSync(${JSON.stringify(flag)}, ""); console.log(JSON.stringify({ code: "began" })); await new Promise((resolve) => setTimeout(resolve, 60_000)); }
        for (const { body } of event.Records) console.log(JSON.stringify({ code: "got", body }));
      };`;
    const stack = await start({
      bundles: bundles("killed", worker),
      limits: { turnsDelay: 0, turnsVisibility: 1 },
    });
    await post(stack, "one");
    await until(() => stack.logs.some(({ code }) => code === "began"));
    expect(await stack.kill("worker")).toBeGreaterThan(0);
    await until(() => got(stack, "worker").length === 1);
    expect(
      stack.logs.some(
        ({ code, facts }) => code === "function.failed" && facts?.why === "worker: the instance ended",
      ),
    ).toBe(true);
  });

  it("keeps what waits in the state folder, also what a worker had in progress when it ended", async () => {
    const stateDir = join(folder, "state");
    const first = await start({ bundles: bundles("hangs", HANGS), stateDir });
    await post(first, "held");
    await until(() => first.logs.some(({ code }) => code === "began"));
    await post(first, "waits behind it");
    await first.stop();
    const second = await start({ bundles: bundles("good", TELLS), stateDir });
    await until(() => got(second, "worker").length === 2);
    expect(got(second, "worker")).toEqual(["held", "waits behind it"]);
    expect((await ask(second, "items")).Count).toBe(1);
  }, 20_000);

  it("forgets everything without a state folder", async () => {
    const first = await start({ bundles: bundles("fails", FAILS) });
    await post(first, "one");
    await first.stop();
    const second = await start({ bundles: bundles("good", TELLS) });
    expect((await ask(second, "items")).Count).toBe(0);
  });

  it("uses the services that are given and leaves them running", async () => {
    const { endpoints, stop } = await startEmulators({}, undefined);
    const given = () => start({ bundles: bundles("good", TELLS), endpoints });
    const first = await given();
    expect(first.endpoints).toEqual(endpoints);
    await post(first, "one");
    await until(() => got(first, "worker").length === 1);
    await first.stop();
    const second = await given();
    expect((await ask(second, "items")).Count).toBe(1);
    await second.stop();
    await stop();
  });

  it("reports a port that is taken and leaves nothing behind", async () => {
    const stack = await start({ bundles: bundles("good", TELLS) });
    await expect(startStack({ bundles: bundles("good", TELLS), port: stack.port })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });

  it("does not start with bad settings or without the secrets of a number's provider", async () => {
    await expect(startStack({ settings: { numbers: [] } })).rejects.toThrow(
      "name at least one WhatsApp number",
    );
    const { meta: _, ...secrets } = DEMO_SECRETS;
    await expect(startStack({ secrets })).rejects.toThrow("meta: missing, but a number uses it");
  });
});
