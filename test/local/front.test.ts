import { request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { AwsV4Signer } from "aws4fetch";
import type { ApiEvent } from "../../local/http/api-event.ts";
import { startFront } from "../../local/http/front.ts";
import type { Service } from "../../local/http/service.ts";
import type { Route } from "../../local/template/routes.ts";

const NOW = 1_795_430_010_000;
const STAFF = { credentials: { accessKeyId: "local", secretAccessKey: "local" }, region: "us-east-1" };

/**
 * A path variable of each kind. The deployed routes are read from the template: see deployed-routes.test.ts.
 */
const ROUTES: readonly Route[] = [
  { key: "GET /webhooks/meta", function: "webhook", signed: false },
  { key: "POST /webhooks/meta", function: "webhook", signed: false },
  { key: "POST /webhooks/twilio", function: "webhook", signed: false },
  { key: "POST /webhooks/twilio/status", function: "webhook", signed: false },
  { key: "POST /agent-actions/escalate", function: "agent-actions", signed: false },
  { key: "POST /agent-actions/lead", function: "agent-actions", signed: false },
  { key: "GET /conversations/{proxy+}", function: "operator", signed: true },
  { key: "POST /conversations/{proxy+}", function: "operator", signed: true },
];

describe("the front door", () => {
  let front: Service;
  let calls: { name: string; event: ApiEvent }[];
  let events: ApiEvent[];
  let result: () => unknown;

  beforeAll(async () => {
    front = await startFront({
      port: 0,
      routes: ROUTES,
      clock: { now: () => NOW },
      staff: STAFF,
      invoke: async (name, event) => {
        calls.push({ name, event });
        events.push(event);
        return result();
      },
    });
  });
  afterAll(() => front.stop());
  beforeEach(() => {
    calls = [];
    events = [];
    result = () => ({ statusCode: 200, body: "" });
  });

  const post = (path: string, body: RequestInit["body"], headers: Record<string, string> = {}) =>
    fetch(front.url + path, { method: "POST", body: body ?? null, headers });

  it("passes on JSON as it was sent, byte for byte", async () => {
    const body = '{ "a":"\\u00e4\\/" , "b":"ä😀" }';
    await post("/webhooks/meta", body, {
      "content-type": "application/json",
      "X-Hub-Signature-256": "sha256=00",
    });
    expect(events[0]).toMatchObject({
      version: "2.0",
      routeKey: "POST /webhooks/meta",
      rawPath: "/webhooks/meta",
      rawQueryString: "",
      headers: { "content-type": "application/json", "x-hub-signature-256": "sha256=00" },
      requestContext: {
        http: { method: "POST", path: "/webhooks/meta", sourceIp: "127.0.0.1" },
        timeEpoch: NOW,
        stage: "$default",
      },
      body,
      isBase64Encoded: false,
    });
    expect(events[0]).not.toHaveProperty("queryStringParameters");
  });

  it("passes on a form as base64", async () => {
    await post("/webhooks/twilio", new URLSearchParams({ Body: "a b+c", From: "whatsapp:+1" }));
    expect(events[0]?.isBase64Encoded).toBe(true);
    expect(Buffer.from(events[0]?.body ?? "", "base64").toString()).toBe("Body=a+b%2Bc&From=whatsapp%3A%2B1");
  });

  it("keeps the query as it was sent beside the decoded one", async () => {
    await fetch(`${front.url}/webhooks/meta?hub.mode=subscribe&hub.challenge=4%202&x=1&x=2`);
    expect(events[0]?.rawQueryString).toBe("hub.mode=subscribe&hub.challenge=4%202&x=1&x=2");
    expect(events[0]?.queryStringParameters).toEqual({
      "hub.mode": "subscribe",
      "hub.challenge": "4 2",
      x: "1,2",
    });
    expect(events[0]).not.toHaveProperty("body");
  });

  it("joins repeated headers with commas and takes cookies out", async () => {
    await new Promise<void>((resolve, reject) => {
      const outgoing = request(
        `${front.url}/webhooks/meta`,
        { method: "GET", headers: { "X-One": ["a", "b"], Cookie: "c=1; d=2" } },
        (response) => {
          response.resume().on("end", resolve);
        },
      );
      outgoing.on("error", reject).end();
    });
    expect(events[0]?.headers["x-one"]).toBe("a,b");
    expect(events[0]?.cookies).toEqual(["c=1", "d=2"]);
    expect(events[0]?.headers).not.toHaveProperty("cookie");
  });

  it.each([
    ["GET", "/"],
    ["PUT", "/webhooks/meta"],
    ["GET", "/webhooks/twilio"],
    ["POST", "/webhooks/meta/"],
    ["POST", "/Webhooks/meta"],
    ["GET", "/agent-actions/lead"],
    ["POST", "/agent-actions/other"],
    ["DELETE", "/conversations/c1"],
    ["POST", "/conversations/"],
    ["POST", "/conversations"],
  ])("answers 404 to %s %s without calling the function", async (method, path) => {
    const response = await fetch(front.url + path, { method });
    expect([response.status, await response.json()]).toEqual([404, { message: "Not Found" }]);
    expect(events).toEqual([]);
  });

  it("takes 10 MB and answers 413 to more", async () => {
    expect((await post("/webhooks/meta", new Uint8Array(10 * 1024 * 1024))).status).toBe(200);
    expect((await post("/webhooks/meta", new Uint8Array(10 * 1024 * 1024 + 1))).status).toBe(413);
    expect(events).toHaveLength(1);
  });

  it("returns the function's answer, also as base64 and without a status", async () => {
    result = () => ({
      statusCode: 403,
      headers: { "Content-Type": "text/xml" },
      body: "PGEvPg==",
      isBase64Encoded: true,
      cookies: ["a=1"],
    });
    const response = await post("/webhooks/meta", "x");
    expect([
      response.status,
      response.headers.get("content-type"),
      response.headers.get("set-cookie"),
      await response.text(),
    ]).toEqual([403, "text/xml", "a=1", "<a/>"]);
    result = () => ({ ok: true });
    expect(await (await post("/webhooks/meta", "x")).json()).toEqual({ ok: true });
  });

  it("answers 500 and reveals nothing when the function fails", async () => {
    result = () => {
      throw new Error("inner detail");
    };
    const response = await post("/webhooks/meta", "x");
    expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  it("routes every path to its function, actions without a signature", async () => {
    await post("/webhooks/twilio/status", "x");
    await post("/agent-actions/escalate", "{}");
    await post("/agent-actions/lead", "{}");
    expect(calls.map(({ name }) => name)).toEqual(["webhook", "agent-actions", "agent-actions"]);
    expect(events[1]?.requestContext).not.toHaveProperty("authorizer");
  });

  describe("for staff", () => {
    type Signing = Partial<ConstructorParameters<typeof AwsV4Signer>[0]>;
    /** "20261123T…Z" */
    const amzDate = (at: number) => new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, "");

    async function call(path: string, signing: Signing = {}, change: { url?: string; body?: string } = {}) {
      const signer = new AwsV4Signer({
        url: front.url + path,
        accessKeyId: "local",
        secretAccessKey: "local",
        region: "us-east-1",
        service: "execute-api",
        datetime: amzDate(NOW),
        ...signing,
      });
      const { url, method, headers } = await signer.sign();
      const response = await fetch(change.url ?? url, {
        method,
        headers,
        body: change.body ?? signing.body ?? null,
      });
      return { status: response.status, text: await response.text() };
    }

    it("lets a signed call through, and names the caller", async () => {
      expect((await call("/conversations/find", { method: "POST", body: '{"contact":"+1"}' })).status).toBe(
        200,
      );
      expect(calls).toMatchObject([
        {
          name: "operator",
          event: {
            routeKey: "POST /conversations/{proxy+}",
            rawPath: "/conversations/find",
            pathParameters: { proxy: "find" },
            body: '{"contact":"+1"}',
            requestContext: {
              authorizer: {
                iam: { userArn: "arn:aws:iam::000000000000:user/local", accountId: "000000000000" },
              },
            },
          },
        },
      ]);
    });

    it.each([
      "/conversations/c1?messages=50",
      "/conversations/templates?number=sales&b=2&a=x%20y%2F",
      "/conversations/a%20b/outbound/1",
      "/conversations/a!b*(c)",
    ])("verifies the signature of %s", async (path) => {
      expect((await call(path)).status).toBe(200);
      expect(`${events[0]?.rawPath}?${events[0]?.rawQueryString}`.replace(/\?$/, "")).toBe(path);
    });

    it.each<[string, Signing]>([
      ["another secret", { secretAccessKey: "other" }],
      ["another access key", { accessKeyId: "other" }],
      ["another region", { region: "eu-west-1" }],
      ["another service", { service: "lambda" }],
      ["a time more than five minutes ago", { datetime: amzDate(NOW - 301_000) }],
      ["a time more than five minutes ahead", { datetime: amzDate(NOW + 301_000) }],
    ])("refuses %s", async (_, signing) => {
      expect(await call("/conversations/handoffs", signing)).toEqual({
        status: 403,
        text: '{"message":"Forbidden"}',
      });
      expect(events).toEqual([]);
    });

    it("refuses what is not signed, or was changed after it was signed", async () => {
      expect((await fetch(`${front.url}/conversations/handoffs`)).status).toBe(403);
      expect((await post("/conversations/find", "{}", { authorization: "Bearer local" })).status).toBe(403);
      const signed = { method: "POST", body: "{}" };
      expect((await call("/conversations/find", signed, { body: "{ }" })).status).toBe(403);
      expect(
        (await call("/conversations/find", signed, { url: `${front.url}/conversations/forget` })).status,
      ).toBe(403);
      expect(
        (await call("/conversations/find", signed, { url: `${front.url}/conversations/find?x=1` })).status,
      ).toBe(403);
      expect(events).toEqual([]);
    });
  });

  it("rejects when the port is taken", async () => {
    await expect(
      startFront({
        port: front.port,
        routes: ROUTES,
        clock: { now: () => 0 },
        staff: STAFF,
        invoke: async () => undefined,
      }),
    ).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });
});
