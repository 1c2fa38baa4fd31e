import { describe, expect, it } from "@jest/globals";
import { aConsentChange } from "../../contracts/store.ts";
import { crashing } from "../../support/crashing.ts";
import { STAFF } from "../../support/operator-event.ts";
import { aTemplate, conversationFor, DANA, operatorWorld, SUPPORT } from "../../support/operator-world.ts";

const HOUR = 3_600_000;
const SEND = "POST /conversations/templates" as const;
const aRequest = (change: object = {}) => ({
  number: "support",
  contact: "+15550177001",
  template: { name: "order_update", language: "en_US", values: { "1": "Dana" } },
  ...change,
});

describe("a template message", () => {
  it("is queued for a customer who never wrote, who is named with it", async () => {
    const world = operatorWorld();
    const conversation = conversationFor(SUPPORT, { phone: "15550177001" });
    const { status, json } = await world.call(SEND, aRequest({ id: "t-1" }));
    expect({ status, json }).toEqual({
      status: 202,
      json: { conversation, outbound: "t-1", result: "queued" },
    });
    expect(await world.ports.outbox.find(conversation, "t-1")).toMatchObject({
      number: SUPPORT,
      by: STAFF,
      customer: { phone: "15550177001" },
      content: {
        kind: "template",
        template: { name: "order_update", language: "en_US", body: { "1": "Dana" } },
      },
    });
    expect(world.turnQueue.sent).toEqual([{ kind: "wake", conversation, number: SUPPORT }]);
    expect(await world.ports.history.acts(conversation)).toMatchObject([
      { by: STAFF, what: "template", detail: "order_update" },
    ]);
  });

  it("goes to the conversation that a known customer already has, by whatever id", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    for (const contact of ["+15550177001", "US.41002003004005006007", conversation]) {
      const { json } = await world.call(SEND, aRequest({ contact }));
      expect(json).toMatchObject({ conversation, result: "queued" });
      expect((await world.ports.outbox.find(conversation, json.outbound))?.customer).toBeUndefined();
    }
  });

  it("does not take the conversation over", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    await world.call(SEND, aRequest());
    expect((await world.ports.controls.read(conversation)).pausedAt).toBeUndefined();
  });

  it.each(["all", "templates"] as const)(
    "is skipped for a customer who wants no more of that (%s)",
    async (scope) => {
      const world = operatorWorld();
      const conversation = await world.aConversationWith();
      await world.ports.controls.changeConsent(conversation, {
        id: "w",
        action: "stop",
        scope,
        source: "preference",
        at: world.clock.now(),
      });
      const { status, json } = await world.call(SEND, aRequest({ campaign: "spring" }));
      expect({ status, json }).toEqual({
        status: 200,
        json: { result: "skipped", reason: scope === "all" ? "opted-out" : "no-templates" },
      });
      expect(world.turnQueue.sent).toEqual([]);
      expect(await world.ports.campaigns.jobs("spring")).toEqual([]);
    },
  );

  it.each(["all", "templates"] as const)(
    "is skipped for a customer whose phone has opted out of it (%s)",
    async (scope) => {
      const world = operatorWorld();
      const byPhone = conversationFor(SUPPORT, { phone: "15550177001" });
      const stop = aConsentChange("stop", { scope, at: world.clock.now() });
      await world.ports.controls.keepConsent(byPhone, stop);
      await world.aConversationWith();
      for (const contact of ["+15550177001", "US.41002003004005006007"])
        expect((await world.call(SEND, aRequest({ contact }))).json.result).toBe("skipped");
      await world.ports.controls.keepConsent(byPhone, aConsentChange("start", { at: world.clock.now() + 1 }));
      expect((await world.call(SEND, aRequest())).json.result).toBe("queued");
    },
  );

  it("for a phone that its owner has left never goes to that owner", async () => {
    const world = operatorWorld();
    const byPhone = await world.aConversationWith({ phone: "15550177001" });
    const owner = await world.aConversationWith({ userId: "US.9", phone: "15550177009" });
    await world.mergeInto(owner, byPhone);
    expect(await world.call(SEND, aRequest({ id: "t-1" }))).toMatchObject({
      status: 404,
      json: { error: "unknown-contact" },
    });
    expect(world.turnQueue.sent).toEqual([]);
    expect((await world.call(SEND, aRequest({ contact: "+15550177009" }))).json).toMatchObject({
      conversation: owner,
      result: "queued",
    });
  });

  it("is refused while the number is switched off, and the mailing knows nothing of it", async () => {
    const world = operatorWorld();
    await world.ports.switches.set(SUPPORT, true, "arn", world.clock.now());
    const { status, json } = await world.call(SEND, aRequest({ campaign: "spring" }));
    expect([status, json]).toMatchObject([409, { error: "switched-off" }]);
    expect(await world.ports.campaigns.jobs("spring")).toEqual([]);
    await world.ports.switches.set("*", false, "arn", world.clock.now());
    await world.ports.switches.set(SUPPORT, false, "arn", world.clock.now());
    expect((await world.call(SEND, aRequest({ campaign: "spring" }))).status).toBe(202);
  });

  it("is refused with every problem of its values, before anything is stored", async () => {
    const world = operatorWorld();
    const { status, json } = await world.call(
      SEND,
      aRequest({ template: { name: "order_update", values: { "2": "x" } }, campaign: "spring" }),
    );
    expect(status).toBe(422);
    expect(json).toMatchObject({
      error: "bad-template",
      problems: [expect.stringContaining('"1"'), expect.stringContaining('"2"')],
    });
    expect(await world.ports.campaigns.jobs("spring")).toEqual([]);
    expect(world.turnQueue.sent).toEqual([]);
  });

  it("may have been approved a moment ago: a missing one is looked up again, though not each time", async () => {
    const world = operatorWorld();
    await world.call(SEND, aRequest());
    world.catalogue.templates.push(aTemplate({ name: "brand_new" }));
    world.clock.time += 20_000;
    const request = aRequest({ template: { name: "brand_new", values: { "1": "Dana" } } });
    expect((await world.call(SEND, request)).status).toBe(202);
    const { lists } = world.catalogue;
    for (let time = 0; time < 5; time++)
      await world.call(SEND, aRequest({ template: { name: "nowhere", values: {} } }));
    expect(world.catalogue.lists).toBe(lists);
  });

  it("does not ask the provider for every recipient of a mailing", async () => {
    const world = operatorWorld();
    for (let index = 0; index < 20; index++)
      await world.call(SEND, aRequest({ contact: `+1555017700${index % 10}`, campaign: `c${index}` }));
    expect(world.catalogue.lists).toBe(1);
  });

  it("passes on the provider's code when it does not list its templates, and asks again next time", async () => {
    const world = operatorWorld();
    world.catalogue.failing = true;
    expect(await world.call(SEND, aRequest())).toMatchObject({
      status: 502,
      json: { error: "provider-failed", code: "190" },
    });
    world.catalogue.failing = false;
    expect((await world.call(SEND, aRequest())).status).toBe(202);
  });

  it.each([
    [{ number: "nowhere" }, 400, "unknown-number"],
    [{ contact: "nobody" }, 404, "unknown-contact"],
  ])("refuses %j", async (change, status, error) => {
    const { call } = operatorWorld();
    expect(await call(SEND, aRequest(change))).toMatchObject({ status, json: { error } });
  });

  it("is one message for each id", async () => {
    const world = operatorWorld();
    await world.call(SEND, aRequest({ id: "t-1" }));
    expect(await world.call(SEND, aRequest({ id: "t-1" }))).toMatchObject({
      status: 202,
      json: { outbound: "t-1", result: "repeated" },
    });
    const { outbound } = await world.ports.conversations.load(
      conversationFor(SUPPORT, { phone: "15550177001" }),
    );
    expect(outbound).toHaveLength(1);
  });
});

describe("the provider's daily limit", () => {
  it("stops what the business begins, and nothing inside an open window", async () => {
    const world = operatorWorld();
    world.catalogue.limit = 2;
    await world.aConversationWith();
    expect((await world.call(SEND, aRequest())).status).toBe(202);
    for (const [contact, status] of [
      ["+15550177002", 202],
      ["+15550177003", 202],
      ["+15550177004", 429],
    ])
      expect((await world.call(SEND, aRequest({ contact }))).status).toBe(status);
    expect((await world.call(SEND, aRequest())).status).toBe(202);
    expect(
      (await world.call("GET /conversations/templates", undefined, { query: { number: "support" } })).json,
    ).toMatchObject({
      dailyLimit: 2,
      usedLast24Hours: 2,
    });
    world.clock.time += 26 * HOUR;
    expect((await world.call(SEND, aRequest({ contact: "+15550177004" }))).status).toBe(202);
  });

  it("is null where there is none", async () => {
    const { call } = operatorWorld();
    const { json } = await call("GET /conversations/templates", undefined, { query: { number: "support" } });
    expect(json).toMatchObject({
      templates: [{ name: "order_update" }],
      dailyLimit: null,
      usedLast24Hours: 0,
    });
  });
});

describe("a mailing", () => {
  it("reaches nobody twice, whatever ids and names they are given", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    const first = await world.call(SEND, aRequest({ campaign: "spring", id: "a" }));
    const second = await world.call(
      SEND,
      aRequest({ campaign: "spring", id: "b", contact: "US.41002003004005006007" }),
    );
    expect([first.json.result, second.json.result]).toEqual(["queued", "repeated"]);
    expect(second.json.outbound).toBe(first.json.outbound);
    expect((await world.ports.conversations.load(conversation)).outbound).toHaveLength(1);
    expect((await world.call(SEND, aRequest({ campaign: "summer" }))).json.result).toBe("queued");
  });

  it("reaches nobody twice who was forgotten since", async () => {
    const world = operatorWorld();
    const { conversation, outbound } = (await world.call(SEND, aRequest({ campaign: "spring" }))).json;
    await world.ports.outbox.end([conversation], outbound, { state: "sent" });
    await world.ports.campaigns.end("spring", conversation, { state: "sent" });
    await world.call("POST /conversations/forget", { contact: "+15550177001" });
    expect(await world.ports.outbox.find(conversation, outbound)).toBeUndefined();
    expect((await world.call(SEND, aRequest({ campaign: "spring" }))).json).toEqual({
      conversation,
      outbound,
      result: "repeated",
    });
    expect(await world.ports.outbox.find(conversation, outbound)).toBeUndefined();
  });

  it("shows how far everybody is", async () => {
    const world = operatorWorld();
    const conversations = [];
    for (const contact of ["+15550177001", "+15550177002", "+15550177003"])
      conversations.push(
        (await world.call(SEND, aRequest({ contact, campaign: "spring-26.1" }))).json.conversation,
      );
    const [sent, failed, waiting] = conversations;
    await world.ports.campaigns.end("spring-26.1", sent, { state: "sent" });
    await world.ports.campaigns.end("spring-26.1", failed, { state: "failed", code: "131026" });
    const { json } = await world.call("GET /conversations/campaigns/spring-26.1");
    expect(json.counts).toEqual({ waiting: 1, sent: 1, failed: 1, cancelled: 0 });
    expect(json.jobs).toHaveLength(3);
    for (const job of [
      { conversation: sent, state: "sent" },
      { conversation: failed, state: "failed", code: "131026" },
      { conversation: waiting, state: "waiting" },
    ])
      expect(json.jobs).toContainEqual(job);
  });

  it("survives a crash at every step: one message, claimed, counted, and the worker woken", async () => {
    let points = 0;
    for (const when of ["before", "after"] as const)
      for (let at = 0; ; at++) {
        const world = operatorWorld();
        const conversation = await world.aConversationWith({ ...DANA }, SUPPORT, {
          lastInboundAt: world.clock.now() - 48 * HOUR,
        });
        const dying = crashing(world.ports, at, when);
        const first = await world.callWith(dying.ports, SEND, aRequest({ campaign: "spring" }));
        if (first.status === 202) break;
        points++;
        world.turnQueue.sent.length = 0;
        expect((await world.call(SEND, aRequest({ campaign: "spring" }))).status).toBe(202);
        const { outbound } = await world.ports.conversations.load(conversation);
        expect(outbound).toHaveLength(1);
        expect(world.turnQueue.sent).toContainEqual({ kind: "wake", conversation, number: SUPPORT });
        expect(await world.ports.campaigns.jobs("spring")).toMatchObject([
          { conversation, outbound: outbound[0]?.id, state: "waiting" },
        ]);
        expect(
          (await world.ports.history.acts(conversation)).filter(({ what }) => what === "template"),
        ).toHaveLength(1);
        // Rather counted twice than not at all.
        const used = await world.ports.allowance.usedSince(
          SUPPORT,
          world.clock.now() - HOUR,
          world.clock.now(),
        );
        expect(used).toBeGreaterThanOrEqual(1);
        expect(used).toBeLessThanOrEqual(2);
      }
    expect(points).toBeGreaterThan(15);
  });

  it("is one message when two ask at the same time", async () => {
    const world = operatorWorld();
    const answers = await Promise.all(
      [1, 2, 3].map(() => world.call(SEND, aRequest({ campaign: "spring" }))),
    );
    expect(answers.filter(({ json }) => json.result === "queued")).toHaveLength(1);
    expect(
      (await world.ports.conversations.load(conversationFor(SUPPORT, { phone: "15550177001" }))).outbound,
    ).toHaveLength(1);
  });
});
