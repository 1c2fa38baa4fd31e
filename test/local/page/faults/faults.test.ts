import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { dynamodbDeliveries } from "../../../../lib/adapters/dynamodb/deliveries.ts";
import { parseReference } from "../../../../lib/domain/turn/reference.ts";
import { LOCAL_CREDENTIALS, REGION } from "../../../../local/aws/services.ts";
import type { Fault } from "../../../../local/page/protocol/protocol-faults.ts";
import type { LocalStack } from "../../../../local/stack-options.ts";
import { inboxOf } from "../../../support/inbox-client.ts";
import { PageReader, SALES, SUPPORT } from "../../../support/page.ts";
import { aStack, atRest } from "../../../support/quiet-stack.ts";
import { waitFor } from "../../../support/wait-for.ts";

const HOUR = 3600_000;

const deliveriesOf = ({ endpoints, clock, template }: LocalStack) =>
  dynamodbDeliveries({
    client: new DynamoDB({
      endpoint: endpoints.dynamodb,
      region: REGION,
      credentials: LOCAL_CREDENTIALS,
    }),
    tableName: template.outputs().TableName ?? "",
    retentionDays: 30,
    clock,
  });

describe("what can be broken on purpose", () => {
  const stack = aStack({ limits: { turnsVisibility: 4 } });
  const page = new PageReader(stack);
  let people = 0;

  beforeAll(async () => void (await page.open()));
  afterEach(async () => void (await page.act({ do: "clear-faults" })));
  afterAll(() => page.close());

  /** Each test has another customer. */
  const somebody = async (number = "support") => {
    people += 1;
    const acted = await page.act({
      do: "add-customer",
      name: "Robin",
      phone: `1555016${String(people).padStart(4, "0")}`,
    });
    if (!acted.ok || !acted.customer) throw new Error("nobody was added");
    return { customer: acted.customer, number };
  };
  const breaks = (fault: Fault) => page.act({ do: "fault", fault });
  const ann = inboxOf(stack);
  const inInbox = ({ customer, number }: typeof SUPPORT) =>
    `conversations/${page.chats.get(`${number} ${customer}`)?.conversation}`;
  const say = (who: typeof SUPPORT, text = "hi") => page.send({ do: "say", ...who, text });
  const faults = () => page.changes.findLast((change) => change.kind === "faults");

  it("answers a message once that is delivered again at once", async () => {
    const who = await somebody();
    const id = await say(who);
    await waitFor("the first delivery", () => page.steps(id, "webhook")[0]?.call.status === 200);
    expect(await breaks({ kind: "duplicate", when: "now" })).toEqual({ ok: true, data: { status: 200 } });
    await page.ended(id);
    await atRest(stack());
    expect(page.replies(who)).toHaveLength(1);
    expect(page.steps(id, "webhook").map(({ repeat, call }) => [repeat, call.status])).toHaveLength(2);
    expect(page.steps(id, "agent")).toHaveLength(1);
  });

  it("answers a message once that is delivered again three days later", async () => {
    const who = await somebody();
    const id = await say(who);
    await page.ended(id);
    expect(await breaks({ kind: "duplicate", when: "3-days" })).toMatchObject({ ok: true });
    await waitFor("the repeat", () => page.steps(id, "ledger").some(({ result }) => result === "repeat"));
    await atRest(stack());
    expect(stack().clock.offset).toBe(72 * HOUR);
    expect(page.steps(id, "webhook").at(-1)).toMatchObject({ repeat: true, attempt: 2 });
    expect(page.replies(who)).toHaveLength(1);
    expect(page.steps(id, "agent")).toHaveLength(1);
  });

  it("delivers delayed webhooks when asked to", async () => {
    const who = await somebody();
    await breaks({ kind: "hold", count: 5 });
    const id = await say(who);
    await waitFor("the hold", () => faults()?.faults.hold?.held === 1);
    await breaks({ kind: "hold", count: 0 });
    expect(await page.ended(id)).toMatchObject({ state: "answered" });
  });

  it.each([SUPPORT, SALES])(
    "shows one bubble when the answer to a send of $number is lost after it was taken",
    async ({ number }) => {
      const who = await somebody(number);
      await breaks({ kind: "send", what: "cut-after-accept", times: 1 });
      const id = await say(who);
      expect(await page.endedQuickly(id)).toMatchObject({ state: "answered" });
      await atRest(stack());
      expect(page.replies(who)).toHaveLength(1);
      expect(page.steps(id, "part")).toHaveLength(1);
      expect(page.steps(id, "part")[0]?.call).not.toHaveProperty("status");
      expect(faults()?.faults.sends).toEqual([]);
    },
  );

  it("sends again what is refused because the customer got too much", async () => {
    const who = await somebody();
    await breaks({ kind: "send", what: "131056", times: 1 });
    const id = await say(who);
    await waitFor("the refusal", () => page.steps(id, "part")[0]?.call.status === 400);
    expect(page.steps(id, "part")[0]?.call.response).toContain("131056");
    expect(await page.endedQuickly(id)).toMatchObject({ state: "answered" });
    expect(page.replies(who)).toHaveLength(1);
    expect(page.steps(id, "part")).toHaveLength(2);
  });

  it("defers a reply for which the provider reports again and again that the window is closed", async () => {
    const who = await somebody();
    await breaks({ kind: "send", what: "131047", times: 3 });
    expect(await page.endedQuickly(await say(who))).toMatchObject({ state: "deferred", reason: "window" });
  });

  it("plans several, and forgets them when asked to", async () => {
    await breaks({ kind: "send", what: "5xx", times: 3 });
    await waitFor("the plan", () => faults()?.faults.sends.length === 3);
    await breaks({ kind: "send", what: "5xx", times: 0 });
    await waitFor("nothing", () => faults()?.faults.sends.length === 0);
  });

  it("shows a slow agent while it thinks", async () => {
    const who = await somebody();
    await breaks({ kind: "agent-slow", seconds: 1 });
    const id = await say(who);
    await waitFor("the question", () => page.steps(id, "agent").length === 1);
    expect(page.steps(id, "agent")[0]?.call.status).toBeUndefined();
    await page.ended(id);
    expect(page.steps(id, "agent")[0]?.call).toMatchObject({ status: 200 });
    expect(page.steps(id, "agent")[0]?.call.took).toBeGreaterThan(950);
  });

  it("asks an agent again that was down", async () => {
    const who = await somebody();
    await breaks({ kind: "agent-down", on: true });
    const id = await say(who);
    await waitFor("the failure", () => page.steps(id, "agent")[0]?.call.status === 503);
    await breaks({ kind: "agent-down", on: false });
    expect(await page.endedQuickly(id)).toMatchObject({ state: "answered" });
    expect(page.replies(who)).toHaveLength(1);
  });

  it("ends with read ticks when statuses come in reverse", async () => {
    const who = await somebody();
    await breaks({ kind: "statuses", how: "reversed" });
    const id = await say(who);
    await page.ended(id);
    await waitFor("all statuses", () => page.steps(id, "status").length === 3);
    await atRest(stack());
    expect(page.steps(id, "status").map(({ state }) => state)).toEqual(["read", "delivered", "sent"]);
    expect(page.replies(who)[0]).toMatchObject({ ticks: "read" });
    const { reference: text } = stack().meta.phone.replies(who.customer)[0] ?? {};
    const reference = parseReference(text);
    expect(reference && (await deliveriesOf(stack()).find(reference))).toMatchObject({ state: "read" });
  });

  it("does without statuses", async () => {
    const who = await somebody();
    await breaks({ kind: "statuses", how: "never" });
    const id = await say(who);
    expect(await page.ended(id)).toMatchObject({ state: "answered" });
    expect(page.steps(id, "status")).toEqual([]);
    expect(page.replies(who)[0]).not.toHaveProperty("ticks");
  });

  it("answers once when the worker is killed while the agent thinks", async () => {
    const who = await somebody();
    await breaks({ kind: "agent-slow", seconds: 1.5 });
    const id = await say(who);
    await waitFor("the question", () => page.steps(id, "agent").length === 1);
    const killed = await breaks({ kind: "kill-worker" });
    expect(killed).toMatchObject({ ok: true, data: { killed: expect.any(Number) } });
    expect(await page.endedQuickly(id)).toMatchObject({ state: "answered" });
    await atRest(stack());
    expect(page.replies(who)).toHaveLength(1);
    expect(page.steps(id, "fault")).toMatchObject([{ what: "worker killed" }]);
    expect(page.steps(id, "agent")).toHaveLength(2);
  });

  it("shows nothing once the clock has closed the window, also while the agent thinks", async () => {
    const who = await somebody();
    await breaks({ kind: "agent-slow", seconds: 1.5 });
    const id = await say(who);
    await waitFor("the question", () => page.steps(id, "agent").length === 1);
    expect(await page.act({ do: "advance-clock", milliseconds: 25 * HOUR })).toEqual({ ok: true });
    expect(await page.endedQuickly(id)).toMatchObject({ state: "deferred", reason: "window" });
    expect(page.replies(who)).toEqual([]);
    const { offset } = stack().clock;
    expect(page.changes).toContainEqual({ kind: "clock", now: expect.any(Number), offset });
  });

  it("tells staff after 25 hours that only a template may leave, and opens the window with the customer's next message", async () => {
    const who = await somebody();
    await page.ended(await say(who));
    await page.act({ do: "advance-clock", milliseconds: 25 * HOUR });
    expect(await ann.post(`${inInbox(who)}/reply`, { text: "still there?" })).toMatchObject({
      status: 409,
      body: { error: "window-closed", message: expect.stringContaining("template") },
    });
    expect(await page.ended(await say(who, "hello"))).toMatchObject({ state: "answered" });
    expect(await ann.post(`${inInbox(who)}/reply`, { text: "here" })).toMatchObject({ status: 202 });
  });

  it("ends a person's pause when the clock passes it", async () => {
    const who = await somebody();
    await page.ended(await say(who));
    expect(await ann.post(`${inInbox(who)}/pause`, { quiet: true })).toMatchObject({ status: 200 });
    expect(await page.ended(await say(who))).toMatchObject({ state: "handed-off" });
    await page.act({ do: "advance-clock", milliseconds: 13 * HOUR });
    expect(await page.ended(await say(who))).toMatchObject({ state: "answered" });
  });

  it("lifts all at once", async () => {
    await breaks({ kind: "agent-slow", seconds: 5 });
    await breaks({ kind: "agent-down", on: true });
    await breaks({ kind: "statuses", how: "never" });
    await breaks({ kind: "send", what: "190", times: 2 });
    await breaks({ kind: "hold", count: 3 });
    await page.act({ do: "clear-faults" });
    await waitFor("a whole world", () => faults()?.faults.statuses === "normal");
    expect(faults()?.faults).toEqual({
      sends: [],
      agentSlowSeconds: 0,
      agentDown: false,
      tokenExpired: false,
      workerFails: false,
      statuses: "normal",
    });
    expect(await page.ended(await say(await somebody()))).toMatchObject({ state: "answered" });
  });

  it("keeps a send that timed out for unknown until a status proves it", async () => {
    const who = await somebody();
    await breaks({ kind: "send", what: "timeout-after-accept", times: 1 });
    const id = await say(who);
    expect(await page.ended(id)).toMatchObject({ state: "answered" });
    expect(page.replies(who)).toHaveLength(1);
    expect(page.steps(id, "part")).toHaveLength(1);
    // It waits for the response for 15 s.
    await stack().kill("worker");
  });

  // Last: what they leave behind waits for longer than a test should.
  it.each([
    ["5xx", 503, SUPPORT],
    ["cut", undefined, SUPPORT],
    ["130429", 429, SALES],
    ["190", 401, SUPPORT],
  ] as const)("refuses with %s", async (what, status, { number }) => {
    const who = await somebody(number);
    // More often than it is tried in this time.
    const times = 6;
    await breaks({ kind: "send", what, times });
    const id = await say(who);
    await waitFor(
      "the refusal",
      () => page.steps(id, "part").length > 0 && faults()?.faults.sends.length !== times,
    );
    await waitFor(
      "the answer",
      () => status === undefined || page.steps(id, "part")[0]?.call.status === status,
    );
    expect(page.steps(id, "part")[0]?.call.status).toBe(status);
    expect(page.replies(who)).toEqual([]);
  });
});
