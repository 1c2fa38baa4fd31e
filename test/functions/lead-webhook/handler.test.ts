import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { SQSEvent } from "aws-lambda";
import { Webhook } from "standardwebhooks";
import { createHandler, waitSeconds } from "../../../functions/lead-webhook/handler.ts";
import { crmLeadWebhook } from "../../../lib/adapters/crm/lead-webhook.ts";
import { postLead } from "../../../lib/application/lead-webhook/post-lead.ts";
import { conversationId } from "../../../lib/domain/ids.ts";
import type { Lead } from "../../../lib/domain/lead/lead.ts";
import { FakeTelemetry } from "../../support/fakes.ts";
import { FakeServer } from "../../support/http-server.ts";

const SECRET = `whsec_${Buffer.from("a secret of thirty-two bytes ...").toString("base64")}`;
const FORMER = `whsec_${Buffer.from("another one, which was used once").toString("base64")}`;

const aLead = (change: Partial<Lead> = {}): Lead => ({
  conversation: "conv-1",
  number: "support",
  fields: { name: { value: "Dana Test", source: "agent", at: 1_795_430_001_000 } },
  createdAt: 1_795_430_001_000,
  updatedAt: 1_795_430_002_000,
  revision: 3,
  ...change,
});

const event = (...messages: { body: string; receives?: number }[]): SQSEvent => ({
  Records: messages.map(({ body, receives = 1 }, index) => ({
    messageId: `m${index}`,
    receiptHandle: `r${index}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: "0",
      SenderId: "",
      ApproximateFirstReceiveTimestamp: "0",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "",
    awsRegion: "",
  })),
});

describe("the lead webhook function", () => {
  const crm = new FakeServer();
  beforeAll(() => crm.start());
  afterAll(() => crm.stop());
  beforeEach(() => {
    crm.reply = { status: 204 };
    crm.seen.length = 0;
  });

  function setUp(leads: readonly Lead[] = [aLead()], secrets: readonly string[] = [SECRET, FORMER]) {
    const telemetry = new FakeTelemetry();
    const postponed: { handle: string; seconds: number }[] = [];
    const handler = createHandler({
      read: (body) => JSON.parse(body),
      post: postLead.bind(undefined, {
        leads: { find: async (conversation) => leads.find((lead) => lead.conversation === conversation) },
        receiver: crmLeadWebhook({
          fetch,
          clock: { now: Date.now },
          url: `${crm.url}/leads`,
          secrets: async () => secrets,
        }),
        telemetry,
      }),
      postpone: async (handle, seconds) => void postponed.push({ handle, seconds }),
      telemetry,
    });
    return { handler, telemetry, postponed };
  }
  const queued = (conversation = "conv-1", revision = 3) =>
    JSON.stringify({ conversation: conversationId(conversation), revision });
  const headersOf = (index = 0) =>
    Object.fromEntries(
      Object.entries(crm.seen[index]?.headers ?? {}).map(([name, value]) => [name, String(value)]),
    );

  it("posts the lead as it is now, and the receiver's library finds it genuine", async () => {
    const { handler, telemetry } = setUp([aLead({ revision: 4, published: 3 })]);
    expect(await handler(event({ body: queued() }))).toEqual({ batchItemFailures: [] });
    const verified = new Webhook(SECRET).verify(crm.seen[0]?.body ?? "", headersOf());
    const { published: _, ...data } = aLead({ revision: 4 });
    expect(verified).toEqual({ type: "lead.captured", timestamp: "2026-11-23T10:33:22.000Z", data });
    // By the posted revision: the same lead queued twice is the same message to the receiver.
    expect(headersOf()["webhook-id"]).toBe("conv-1.4");
    expect(telemetry.lines.map(({ code }) => code)).toContain("lead.posted");
  });

  it("signs with every secret, so that a receiver that knows only one of them takes the lead", async () => {
    const secrets = [
      SECRET,
      FORMER,
      "whsec_%%%",
      `whsec_${Buffer.from("a third one, in the midst of it.").toString("base64")}`,
    ];
    const { handler } = setUp([aLead()], secrets);
    expect((await handler(event({ body: queued() }))).batchItemFailures).toEqual([]);
    const verifiedBy = (secret: string) => () =>
      new Webhook(secret).verify(crm.seen[0]?.body ?? "", headersOf());
    for (const secret of secrets.filter((each) => !each.includes("%")))
      expect(verifiedBy(secret)).not.toThrow();
    expect(headersOf()["webhook-signature"]?.split(" ")).toHaveLength(3);
    expect(
      verifiedBy(`whsec_${Buffer.from("a secret that is nobody's at all").toString("base64")}`),
    ).toThrow();
  });

  it.each([400, 401, 404, 410, 422, 429, 500, 503])(
    "tries again after %i: a CRM may be set up wrongly for an hour",
    async (status) => {
      const { handler, postponed, telemetry } = setUp();
      crm.reply = { status };
      expect(await handler(event({ body: queued(), receives: 4 }))).toEqual({
        batchItemFailures: [{ itemIdentifier: "m0" }],
      });
      expect(postponed).toEqual([{ handle: "r0", seconds: 8 }]);
      expect(telemetry.lines).toMatchObject([
        { code: "lead.failed", facts: { code: `http_${status}`, receives: 4 } },
      ]);
      expect(telemetry.sum("LeadPostsFailed")).toBe(1);
    },
  );

  it("waits longer each time, at most a quarter of an hour, and as long as it is asked to", async () => {
    expect([1, 2, 3, 10, 11, 30].map((receives) => waitSeconds(receives, undefined))).toEqual([
      1, 2, 4, 512, 900, 900,
    ]);
    const { handler, postponed } = setUp();
    crm.reply = { status: 429, headers: { "retry-after": "120" } };
    await handler(event({ body: queued() }));
    expect(postponed).toEqual([{ handle: "r0", seconds: 120 }]);
  });

  it("follows no redirect: the lead is meant for one host", async () => {
    const { handler } = setUp();
    crm.reply = { status: 307, headers: { location: `${crm.url}/elsewhere` } };
    expect((await handler(event({ body: queued() }))).batchItemFailures).toHaveLength(1);
    expect(crm.seen.map(({ url }) => url)).toEqual(["/leads"]);
  });

  it("logs no message of an unexpected error", async () => {
    const telemetry = new FakeTelemetry();
    const post = () => Promise.reject(new Error("dana@example.com"));
    const handler = createHandler({
      read: (body) => JSON.parse(body),
      post,
      postpone: async () => undefined,
      telemetry,
    });
    expect((await handler(event({ body: queued() }))).batchItemFailures).toHaveLength(1);
    expect(telemetry.lines).toHaveLength(1);
    expect(JSON.stringify([telemetry.lines, telemetry.counts])).not.toContain("dana");
  });

  it("drops a lead that was erased meanwhile", async () => {
    const { handler, telemetry } = setUp([]);
    expect(await handler(event({ body: queued() }))).toEqual({ batchItemFailures: [] });
    expect(crm.seen).toEqual([]);
    expect(telemetry.lines).toMatchObject([{ code: "lead.gone" }]);
  });

  it("returns only those that failed, also when one cannot be read, and logs nothing personal", async () => {
    const { handler, telemetry } = setUp();
    const batch = event({ body: "not json" }, { body: queued() });
    expect(await handler(batch)).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
    expect(crm.seen).toHaveLength(1);
    expect(JSON.stringify(telemetry.lines)).not.toContain("Dana");
  });

  it.each([
    ["without a secret", [], "missing_secret"],
    ["with an invalid one", ["whsec_%%%"], "bad_secret"],
  ])("posts nothing unsigned: %s", async (_, secrets, code) => {
    const { handler, telemetry } = setUp([aLead()], secrets);
    expect((await handler(event({ body: queued() }))).batchItemFailures).toHaveLength(1);
    expect(crm.seen).toEqual([]);
    expect(telemetry.lines).toMatchObject([{ code: "lead.failed", facts: { code } }]);
  });

  it("ends with the message handed back when even handing back fails", async () => {
    const { telemetry } = setUp();
    const handler = createHandler({
      read: () => ({ conversation: conversationId("conv-1"), revision: 1 }),
      post: () => Promise.reject(new Error("down")),
      postpone: () => Promise.reject(new Error("the queue is away")),
      telemetry,
    });
    expect((await handler(event({ body: queued() }))).batchItemFailures).toHaveLength(1);
  });
});
