import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { AwsClient } from "aws4fetch";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { startStack } from "../../local/stack.ts";
import type { LocalStack } from "../../local/stack-options.ts";
import { waitFor } from "../support/wait-for.ts";

const folder = mkdtempSync(join(tmpdir(), "wiring-test-"));

/** AWS by hand: these functions are too small to bundle the SDK. */
const AWS = `
const { env } = process;
const headers = { authorization: "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/x/aws4_request, SignedHeaders=a, Signature=a", "x-amz-date": "20260101T000000Z" };
const send = (QueueUrl, MessageBody, more) => fetch(env.AWS_ENDPOINT_URL_SQS, { method: "POST",
  headers: { ...headers, "content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.SendMessage" },
  body: JSON.stringify({ QueueUrl, MessageBody, ...more }) });`;
/** Passes the path on to the worker. */
const OPERATOR = `${AWS}
console.log(JSON.stringify({ code: "loaded" }));
export const handler = async ({ pathParameters, requestContext: { requestId, authorizer } }) => {
  await send(env.TURNS_QUEUE_URL, pathParameters.proxy, { MessageGroupId: "g", MessageDeduplicationId: requestId });
  return { statusCode: 200, body: authorizer.iam.userArn };
};`;
/** Calls AWS as its message says: only the worker has the addresses. */
const WORKER = `${AWS}
const ACTS = {
  mail: () => fetch(env.AWS_ENDPOINT_URL_SNS, { method: "POST", body: new URLSearchParams({ Action: "Publish", TopicArn: env.HANDOFF_TOPIC_ARN, Subject: "Help", Message: "text" }) }),
  lead: () => send(env.LEADS_QUEUE_URL, "lead"),
  schedule: () => fetch(env.AWS_ENDPOINT_URL_SCHEDULER + "/schedules/follow-up", { method: "POST", body: JSON.stringify({ GroupName: env.SCHEDULE_GROUP,
    ScheduleExpression: "at(2099-01-01T00:00:00)", FlexibleTimeWindow: { Mode: "OFF" }, ActionAfterCompletion: "DELETE",
    Target: { Arn: env.TURNS_QUEUE_ARN, RoleArn: env.SCHEDULE_ROLE_ARN, Input: "later", SqsParameters: { MessageGroupId: "g" } } }) }),
};
export const handler = async ({ Records }) => {
  for (const { body, attributes } of Records) {
    const done = await ACTS[body]?.();
    console.log(JSON.stringify({ code: "got", body, group: attributes.MessageGroupId, ...(done && { status: done.status }) }));
  }
};`;
const TELLS = `export const handler = async ({ Records }) => {
  for (const { body, attributes } of Records) console.log(JSON.stringify({ code: "got", body, group: attributes.MessageGroupId })); };`;
const TELLS_HTTP = `export const handler = async ({ rawPath, headers }) => ({ statusCode: 200, body: rawPath + " " + headers.authorization });`;

describe("the local stack's newer functions", () => {
  let stack: LocalStack;
  const mails: string[] = [];
  const client = new AwsClient({
    accessKeyId: "local",
    secretAccessKey: "local",
    region: "us-east-1",
    service: "execute-api",
    retries: 0,
  });
  const staff = (path: string) =>
    client.fetch(`${stack.url}/conversations/${path}`, { method: "POST", body: "{}" });
  const got = (name: string) =>
    stack.logs.filter((line) => line.code === "got" && line.function === name).map(({ facts }) => facts);
  /** By the worker; returns AWS's responses so far. */
  async function act(name: string): Promise<unknown[]> {
    const did = () => got("worker").filter((facts) => facts?.body === name);
    const before = did().length;
    expect((await staff(name)).status).toBe(200);
    await waitFor(name, () => did().length > before);
    return did().map((facts) => facts?.status);
  }

  beforeAll(async () => {
    const sources = {
      webhook: TELLS_HTTP,
      worker: WORKER,
      delivery: TELLS,
      operator: OPERATOR,
      "agent-actions": TELLS_HTTP,
      "lead-webhook": TELLS,
    };
    for (const [name, source] of Object.entries(sources)) {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, "index.mjs"), source);
    }
    const settings = {
      ...DEMO_SETTINGS,
      leads: { webhook: { url: "https://crm.example.org" } },
      followUps: [{ afterHours: 1, text: "Did that help?" }],
    };
    stack = await startStack({
      settings,
      bundles: folder,
      limits: { turnsDelay: 0 },
      onMail: ({ subject }) => mails.push(subject),
    });
  });
  afterAll(async () => {
    await stack.stop();
    rmSync(folder, { recursive: true });
  });

  it("start with their first call, which must be signed", async () => {
    expect((await fetch(`${stack.url}/conversations/handoffs`)).status).toBe(403);
    expect(stack.logs).toEqual([]);
    const response = await staff("handoffs");
    expect([response.status, await response.text()]).toEqual([200, "arn:aws:iam::000000000000:user/local"]);
    await waitFor("the operator's line", () => stack.logs.some(({ code }) => code === "loaded"));
  });

  it("are called by the agent with its token", async () => {
    expect(stack.chatsby.actions).toEqual({ url: stack.url, token: "local-actions-token" });
    const response = await fetch(`${stack.url}/agent-actions/lead`, {
      method: "POST",
      headers: { authorization: "Bearer t" },
    });
    expect(await response.text()).toBe("/agent-actions/lead Bearer t");
  });

  it("notify the team by mail", async () => {
    expect(await act("mail")).toEqual([200]);
    expect(stack.mails).toMatchObject([{ subject: "Help", message: "text" }]);
    expect(mails).toEqual(["Help"]);
  });

  it("hand leads on to the function that posts them", async () => {
    expect(await act("lead")).toEqual([200]);
    await waitFor("the lead", () => got("lead-webhook").length > 0);
    expect(got("lead-webhook")).toMatchObject([{ body: "lead" }]);
    await waitFor("an empty queue", async () => (await stack.queueDepths()).leads?.inFlight === 0);
  });

  it("have commands put on the turns queue at a later time", async () => {
    expect(await act("schedule")).toEqual([200]);
    expect(stack.scheduler.schedules.size).toBe(1);
    expect(await act("schedule")).toEqual([200, 409]);
    await stack.scheduler.fire("follow-up");
    await waitFor("the command", () => got("worker").some((facts) => facts?.body === "later"));
    expect(got("worker").at(-1)).toMatchObject({ body: "later", group: "g" });
    expect(stack.scheduler.schedules.size).toBe(0);
  });
});
