import { describe, expect, it } from "@jest/globals";
import { receiveWebhook } from "../../../lib/application/intake/receive-webhook.ts";
import { conversationId, numberName } from "../../../lib/domain/ids.ts";
import type { InboundEvent, InboundMessage } from "../../../lib/domain/inbound/inbound.ts";
import { edgeOf } from "../../support/edge.ts";
import { FakeClock, FakeDeliveryQueue, FakeTelemetry, FakeTurnQueue } from "../../support/fakes.ts";
import { aText } from "../../support/make.ts";
import { memoryLedger } from "../../support/memory/memory-ledger.ts";
import { MemoryTable } from "../../support/memory/memory-table.ts";

function setUp({ notices = true } = {}) {
  const clock = new FakeClock();
  const table = new MemoryTable(clock);
  const [turnQueue, deliveryQueue, telemetry] = [
    new FakeTurnQueue(),
    new FakeDeliveryQueue(),
    new FakeTelemetry(),
  ];
  const ledger = memoryLedger(table);
  const failing = new Set<string>();
  const edge = edgeOf(table);
  const blocking = { failing: false };
  const away = async () => {
    if (blocking.failing) throw new Error("throttled");
  };
  const receive = receiveWebhook.bind(undefined, {
    ...edge,
    rules: { ...edge.rules, notices },
    controls: {
      ...edge.controls,
      changeConsent: async (...asked) => away().then(() => edge.controls.changeConsent(...asked)),
      pause: async (...asked) => away().then(() => edge.controls.pause(...asked)),
    },
    ledger: {
      ...ledger,
      record: (entry) =>
        failing.has(entry.message.id) ? Promise.reject(new Error("throttled")) : ledger.record(entry),
    },
    turnQueue,
    deliveryQueue,
    clock,
    telemetry,
    numberOf: (_, businessNumber) =>
      businessNumber === "310000000000007" ? numberName("support") : undefined,
    isElsewhere: (businessNumber) => businessNumber === "310000000000009",
    conversationFor: (_, customer) => conversationId(customer.userId ?? customer.phone ?? ""),
  });
  return { receive, table, turnQueue, deliveryQueue, telemetry, failing, blocking, clock };
}

const message = (change: Parameters<typeof aText>[0] = {}): InboundEvent & { message: InboundMessage } => ({
  kind: "message",
  message: aText(change),
});
const status = (reference?: string): InboundEvent => ({
  kind: "status",
  status: {
    provider: "meta",
    businessNumber: "310000000000007",
    id: "wamid.out",
    state: "delivered",
    ...(reference && { reference }),
  },
});

const customer = { userId: "US.41002003004005006007" };
const preference = (action: "stop" | "start", at: number): InboundEvent => ({
  kind: "preference",
  preference: { provider: "meta", businessNumber: "310000000000007", customer, action, at },
});
const word = (text: string): InboundEvent => message({ content: { kind: "text", text }, customer });

describe("what blocks the bot", () => {
  it.each([
    ["STOP", () => word("STOP"), "optedOutAt"],
    ["a word for a person", () => word("human"), "pausedAt"],
    ["a preference", (now: number) => preference("stop", now), "optedOutAt"],
  ] as const)(
    "is not answered 200 before it is kept: %s. The next delivery makes up for it",
    async (_, event, kept) => {
      const { receive, table, blocking, clock } = setUp();
      const events = [event(clock.time)];
      blocking.failing = true;
      await expect(receive(events)).rejects.toThrow(AggregateError);
      blocking.failing = false;
      await receive(events);
      expect(table.state(conversationId(customer.userId))[kept]).toBeDefined();
    },
  );

  it("counts for the bare phone too, by which a template may be sent", async () => {
    const { receive, table } = setUp();
    const both = { ...customer, phone: "15550177001" };
    await receive([message({ content: { kind: "text", text: "STOP" }, customer: both })]);
    expect(table.consent.get(conversationId("15550177001"))?.optedOutAt).toBeDefined();
    expect(table.states.has(conversationId("15550177001"))).toBe(false);
  });

  it("counts from now when it seems to come from the future, so that a later consent change still counts", async () => {
    const { receive, table, clock } = setUp();
    await receive([preference("stop", clock.time + 86_400_000)]);
    clock.time += 60_000;
    await receive([preference("start", clock.time)]);
    expect(table.state(conversationId(customer.userId)).optedOutAt).toBeUndefined();
  });
});

describe("receiving a webhook", () => {
  it("records and queues each message once, also when one POST holds it twice", async () => {
    const { receive, table, turnQueue } = setUp();
    const [one, two] = [message(), message()];
    await receive([one, two, one]);
    expect([...table.messages.values()].map(({ id }) => id)).toEqual([one.message.id, two.message.id]);
    expect(turnQueue.sent.map((command) => command.kind === "wake" && command.message)).toEqual([
      one.message.id,
      two.message.id,
    ]);
  });

  it("queues a repeat again while it is unanswered, and not once it is answered", async () => {
    const { receive, table, turnQueue } = setUp();
    const event = message();
    await receive([event]);
    await receive([event]);
    expect(turnQueue.sent).toHaveLength(2);
    for (const stored of table.messages.values()) stored.outcome = { kind: "answered" };
    expect(await receive([event])).toEqual({ recorded: 0, repeated: 1, statuses: 0 });
    expect(turnQueue.sent).toHaveLength(2);
  });

  it("fails as a whole when one message cannot be recorded, but makes its neighbours safe", async () => {
    const { receive, table, turnQueue, failing } = setUp();
    const [good, bad] = [message(), message()];
    failing.add(bad.message.id);
    await expect(receive([bad, good])).rejects.toThrow(AggregateError);
    expect(table.messages.size).toBe(1);
    expect(turnQueue.sent).toHaveLength(1);
  });

  it.each(["turnQueue", "deliveryQueue"] as const)("fails when the %s is away", async (queue) => {
    const world = setUp();
    world[queue].failing = true;
    await expect(world.receive([message(), status("cw1.c.t.0.1")])).rejects.toThrow(AggregateError);
    expect(world.table.messages.size).toBe(1);
  });

  it("records what the agent does not answer as ended, and queues nothing for it", async () => {
    const { receive, table, turnQueue } = setUp();
    await receive([message({ content: { kind: "reaction", to: "wamid.1", emoji: "👍" } })]);
    expect([...table.messages.values()].map(({ outcome }) => outcome)).toEqual([
      { kind: "ignored", reason: "reaction" },
    ]);
    expect(turnQueue.sent).toEqual([]);
  });

  it("counts and drops what is for a number that is not ours", async () => {
    const { receive, table, telemetry } = setUp();
    expect(await receive([message({ businessNumber: "999" })])).toEqual({
      recorded: 0,
      repeated: 0,
      statuses: 0,
    });
    expect(table.messages.size).toBe(0);
    expect(telemetry.sum("InboundIgnored", { reason: "not-our-number" })).toBe(1);
    expect(telemetry.lines.map(({ level, code, facts }) => [level, code, facts.reason])).toEqual([
      ["warn", "webhook.item-ignored", "not-our-number"],
    ]);
  });

  it("logs nothing of what is for a number that another system answers", async () => {
    const { receive, telemetry } = setUp();
    await receive([message({ businessNumber: "310000000000009" })]);
    expect(telemetry.sum("InboundIgnored", { reason: "not-our-number" })).toBe(1);
    expect(telemetry.lines).toEqual([]);
  });

  it("passes on statuses of our own messages only", async () => {
    const { receive, deliveryQueue, telemetry } = setUp();
    await receive([status("cw1.conv.turn.0.1"), status("turn=7f3c;chunk=1/1"), status()]);
    expect(deliveryQueue.sent).toEqual([
      {
        provider: "meta",
        number: "support",
        state: "delivered",
        reference: { conversation: "conv", turn: "turn", part: 0, attempt: 1 },
      },
    ]);
    expect(telemetry.sum("InboundIgnored", { reason: "foreign-status" })).toBe(2);
  });

  it("keeps the order of a POST among messages of the same second", async () => {
    const { receive, table } = setUp();
    await receive([message({ text: "b" }), message({ text: "a" })]);
    expect([...table.messages.values()].map(({ position }) => position)).toEqual([0, 1]);
  });
});

describe("a notice about a number or a template", () => {
  const notice: InboundEvent = {
    kind: "notice",
    notice: { provider: "meta", account: "1", topic: "account_update", event: "ACCOUNT_DELETED", facts: {} },
  };

  it("is queued, so that people hear of it, and costs no message", async () => {
    const { receive, deliveryQueue, turnQueue } = setUp();
    expect(await receive([notice, message()])).toEqual({ recorded: 1, repeated: 0, statuses: 0 });
    expect(deliveryQueue.notices).toEqual([notice.notice]);
    expect(turnQueue.sent).toHaveLength(1);
  });

  it("that cannot be queued is delivered again", async () => {
    const { receive, deliveryQueue } = setUp();
    deliveryQueue.failing = true;
    await expect(receive([notice])).rejects.toThrow("steps failed");
  });

  it("is counted as ignored where nobody wants to hear of it", async () => {
    const { receive, deliveryQueue, telemetry } = setUp({ notices: false });
    await receive([notice]);
    expect(deliveryQueue.notices).toEqual([]);
    expect(telemetry.sum("InboundIgnored", { reason: "other-field" })).toBe(1);
  });
});
