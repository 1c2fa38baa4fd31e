import { describe, expect, it } from "@jest/globals";
import { conversationId } from "../../../lib/domain/ids.ts";
import { aConsentChange } from "../../contracts/store.ts";
import { operatorEvent, STAFF } from "../../support/operator-event.ts";
import { conversationFor, DANA, operatorWorld, SALES, SUPPORT } from "../../support/operator-world.ts";

const HOUR = 3_600_000;

describe("who may call", () => {
  it.each([
    ["GET /conversations/handoffs", undefined],
    ["POST /conversations/forget", { contact: "+15550177001" }],
    ["POST /conversations/switches", { number: "*", off: true }],
  ])("only callers whom API Gateway has verified: %s", async (call, body) => {
    const { call: ask, ports, turnQueue } = operatorWorld();
    for (const by of [undefined, ""])
      expect(await ask(call, body, { by })).toMatchObject({ status: 403, json: { error: "not-signed" } });
    expect(await ports.switches.list([])).not.toContainEqual(expect.objectContaining({ off: true }));
    expect(turnQueue.sent).toEqual([]);
  });
});

describe("what is asked for", () => {
  it.each([
    "GET /conversations",
    "GET /conversations/",
    "GET /elsewhere",
    "GET /conversations/find",
    "GET /conversations/a/b/c/d",
    "POST /conversations/handoffs",
    "DELETE /conversations/abc",
    "GET /conversations/%zz",
    "GET /conversations/a%2Fb",
  ])("answers 404 to %s", async (call) => {
    const { call: ask } = operatorWorld();
    expect(await ask(call, {})).toMatchObject({ status: 404, json: { error: "not-found" } });
  });

  it.each([
    ["POST /conversations/find", "{", 400, "not-json"],
    ["POST /conversations/find", "[]", 400, "bad-request"],
    ["POST /conversations/find", "", 400, "bad-request"],
    ["POST /conversations/find", '{"contact":"15550177001"}', 400, "bad-request"],
    ["POST /conversations/find", '{"contact":"+15550177001","numbr":"support"}', 400, "bad-request"],
    ["POST /conversations/templates", '{"number":"support","contact":"+15550177001"}', 400, "bad-request"],
    ["POST /conversations/switches", '{"number":"*"}', 400, "bad-request"],
    ["POST /conversations/abc/pause", '{"quiet":"yes"}', 400, "bad-request"],
    ["POST /conversations/abc/reply", '{"text":7}', 400, "bad-request"],
    ["POST /conversations/abc/reply", '{"text":"hello","id":"not an id"}', 400, "bad-request"],
    ["GET /conversations/templates", "", 400, "bad-request"],
    ["POST /conversations/abc/reply", JSON.stringify({ text: "x".repeat(300_000) }), 413, "too-large"],
  ])("refuses %s %.40s", async (call, raw, status, error) => {
    const { call: ask } = operatorWorld();
    const { status: given, json } = await ask(call, undefined, { raw });
    expect({ status: given, error: json.error }).toEqual({ status, error });
    expect(json.message).toEqual(expect.any(String));
  });

  it("names every problem by its place, and quotes nothing", async () => {
    const { call } = operatorWorld();
    const { json } = await call("POST /conversations/templates", {
      contact: "secret words",
      template: { name: "" },
      extra: 1,
    });
    expect(json.problems.join("\n")).toMatch(
      /number:.*contact: use a phone number.*template\.name: is empty.*extra: unknown/s,
    );
    expect(JSON.stringify(json)).not.toContain("secret words");
  });

  it("answers 503 to an unexpected error, and reveals nothing about it", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    world.turnQueue.failing = true;
    expect(await world.call(`POST /conversations/${conversation}/pause`, {})).toMatchObject({
      status: 503,
      json: { error: "try-again" },
    });
    expect(world.telemetry.lines[0]).toMatchObject({
      code: "operator.failed",
      facts: { act: "pause", error: "Error" },
    });
  });

  it("logs calls by what they do, and nothing personal", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    await world.call("POST /conversations/find", { contact: "+15550177001" });
    await world.call(`POST /conversations/${conversation}/reply`, { text: "Hello Dana Test" });
    await world.call("POST /conversations/find", { contact: "+15550177002" });
    expect(JSON.stringify([world.telemetry.lines, world.telemetry.counts])).not.toMatch(
      /15550177|Dana|US\.|arn:/,
    );
    expect(world.telemetry.lines).toContainEqual(
      expect.objectContaining({ code: "operator.acted", facts: { act: "reply", status: 202 } }),
    );
  });
});

describe("finding a contact", () => {
  it("works by phone, by user id and by conversation id, also where the customer is stored by user id", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    const lastInboundAt = world.clock.now() - 60_000;
    for (const contact of ["+1 555 017-7001", "US.41002003004005006007", conversation])
      expect(await world.call("POST /conversations/find", { contact })).toEqual({
        status: 200,
        json: {
          conversations: [
            {
              conversation,
              number: "support",
              provider: "meta",
              lastInboundAt,
              windowClosesAt: lastInboundAt + 24 * HOUR - 5 * 60_000,
              paused: false,
              optedOut: false,
            },
          ],
        },
      });
  });

  it("lists the conversations with every number, or with the one asked for", async () => {
    const world = operatorWorld();
    const [support, sales] = [
      await world.aConversationWith(),
      await world.aConversationWith({ phone: "15550177001" }, SALES),
    ];
    const found = async (body: object) =>
      (await world.call("POST /conversations/find", body)).json.conversations.map(
        ({ conversation }: { conversation: string }) => conversation,
      );
    expect(await found({ contact: "+15550177001" })).toEqual([support, sales]);
    expect(await found({ contact: "+15550177001", number: "sales" })).toEqual([sales]);
  });

  it("follows the customer to another id, and finds a number that WhatsApp spells otherwise", async () => {
    const world = operatorWorld();
    const now = await world.aConversationWith({ userId: "MX.1", phone: "5215512345678" });
    const former = await world.aConversationWith({ userId: "MX.0", phone: "5215599999999" }, SUPPORT, {
      movedTo: now,
    });
    const found = await world.call("POST /conversations/find", { contact: former });
    expect(found.json.conversations).toMatchObject([{ conversation: now }]);
    expect(
      (await world.call("POST /conversations/find", { contact: "+52 55 1234 5678" })).json.conversations,
    ).toMatchObject([{ conversation: now }]);
  });

  it("names the present owner of a phone, and who had it before only when there is no other", async () => {
    const world = operatorWorld();
    const ask = async () =>
      (await world.call("POST /conversations/find", { contact: "+15550177001" })).json.conversations;
    const former = await world.aConversationWith(DANA);
    const { state } = await world.ports.conversations.load(former);
    await world.ports.conversations.save(
      { ...state, customer: { userId: "US.9", phone: "15550177009" } },
      [],
    );
    expect(await ask()).toMatchObject([{ conversation: former }]);
    const owner = await world.aConversationWith({ userId: "US.2", phone: "15550177001" });
    expect(await ask()).toMatchObject([{ conversation: owner }]);
  });

  it("is the present owner's alone also where the former owner's had begun by the phone and is not known to have left it", async () => {
    const world = operatorWorld();
    const byPhone = await world.aConversationWith({ phone: "15550177001" });
    await world.mergeInto(await world.aConversationWith({ userId: "US.1", phone: "15550177001" }), byPhone);
    const owner = await world.aConversationWith({ userId: "US.2", phone: "15550177001" });
    const { json } = await world.call("POST /conversations/find", { contact: "+15550177001" });
    expect(json.conversations.map(({ conversation }: { conversation: string }) => conversation)).toEqual([
      owner,
    ]);
  });

  it("is one conversation for a customer who has opted out, and still finds an opt-out when nothing else is left", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    const stop = aConsentChange("stop", { at: world.clock.now() });
    await world.ports.controls.changeConsent(conversation, stop);
    await world.ports.controls.keepConsent(conversationFor(SUPPORT, { phone: DANA.phone ?? "" }), stop);
    const found = async (contact: string) =>
      (await world.call("POST /conversations/find", { contact })).json.conversations;
    expect(await found("+15550177001")).toMatchObject([{ conversation, optedOut: true }]);
    await world.ports.controls.keepConsent(conversationFor(SUPPORT, { phone: "15550177002" }), stop);
    expect(await found("+15550177002")).toMatchObject([{ optedOut: true }]);
  });

  it.each(["+15550179999", "US.999", "nobody"])("answers 404 for %s", async (contact) => {
    const { call } = operatorWorld();
    expect(await call("POST /conversations/find", { contact })).toMatchObject({
      status: 404,
      json: { error: "unknown-contact" },
    });
  });
});

describe("a conversation", () => {
  it("is shown with its messages and acts, also from before the customer's identity changed", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    await world.ports.leads.merge(
      conversation,
      SUPPORT,
      { name: { value: "Dana Test", source: "profile" } },
      world.clock.now(),
    );
    await world.call(`POST /conversations/${conversation}/pause`, { summary: "asks for a discount" });
    const { status, json } = await world.call(`GET /conversations/${conversation}`);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      conversation,
      number: "support",
      customer: DANA,
      handoff: { reason: "operator", by: STAFF, summary: "asks for a discount" },
      resumesAt: world.clock.now() + 12 * HOUR,
      optedOut: false,
      lead: { fields: { name: { value: "Dana Test" } } },
      transcript: [{ from: "customer", text: "Do you ship to Canada?" }],
      acts: [{ by: STAFF, what: "pause" }],
    });
  });

  it("shows the last messages only, as many as asked for", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    expect(
      (await world.call(`GET /conversations/${conversation}`, undefined, { query: { messages: "1" } })).json
        .transcript,
    ).toHaveLength(1);
    for (const messages of ["0", "-1", "1001", "x"])
      expect(
        (await world.call(`GET /conversations/${conversation}`, undefined, { query: { messages } })).status,
      ).toBe(400);
  });

  it("is 404 when nobody has written in it", async () => {
    const { call } = operatorWorld();
    expect(await call("GET /conversations/nobody")).toMatchObject({
      status: 404,
      json: { error: "unknown-conversation" },
    });
    for (const act of ["pause", "resume"])
      expect((await call(`POST /conversations/nobody/${act}`, {})).status).toBe(404);
    expect((await call("POST /conversations/nobody/reply", { text: "hello" })).status).toBe(404);
  });
});

describe("handoffs", () => {
  it("are listed longest first, with what staff must know, as long as they last", async () => {
    const world = operatorWorld();
    const [first, second] = [
      await world.aConversationWith(),
      await world.aConversationWith({ phone: "15550177002" }, SALES),
    ];
    const since = world.clock.now() - 90_000;
    for (const [conversation, id, at] of [
      [second, "h2", since + 1000],
      [first, "h1", since],
    ] as const) {
      const handoff = { id, reason: "asked" as const, since: at, origin: conversation };
      await world.ports.controls.pause(conversation, handoff, world.clock.now() + HOUR);
      await world.ports.handoffList.add(handoff);
    }
    const { json } = await world.call("GET /conversations/handoffs");
    expect(json.handoffs).toMatchObject([
      {
        conversation: first,
        number: "support",
        id: "h1",
        reason: "asked",
        since,
        waitingSeconds: 90,
        windowSecondsLeft: 86_400 - 300 - 60,
        resumesAt: world.clock.now() + HOUR,
        customer: { name: "Dana Test", phone: "15550177001", userId: "US.41002003004005006007" },
      },
      { conversation: second, number: "sales", id: "h2" },
    ]);
    await world.call(`POST /conversations/${first}/resume`);
    // The worker has not taken it off the list yet.
    expect((await world.call("GET /conversations/handoffs")).json.handoffs).toMatchObject([{ id: "h2" }]);
  });

  it("are listed under the conversation in which they go on", async () => {
    const world = operatorWorld();
    const now = await world.aConversationWith();
    const former = await world.aConversationWith({ userId: "US.1" }, SUPPORT, { movedTo: now });
    const handoff = { id: "h1", reason: "asked" as const, since: world.clock.now(), origin: former };
    await world.ports.handoffList.add(handoff);
    await world.ports.controls.pause(now, handoff, world.clock.now() + HOUR);
    expect((await world.call("GET /conversations/handoffs")).json.handoffs).toMatchObject([
      { conversation: now, id: "h1" },
    ]);
  });
});

describe("switches", () => {
  it("keep who switched also when that could not be written down at first", async () => {
    const world = operatorWorld();
    const { record } = world.ports.history;
    world.ports.history.record = () => Promise.reject(new Error("throttled"));
    expect((await world.call("POST /conversations/switches", { number: "support", off: true })).status).toBe(
      503,
    );
    world.ports.history.record = record;
    expect((await world.call("POST /conversations/switches", { number: "support", off: true })).status).toBe(
      200,
    );
    expect(await world.ports.history.acts("*")).toMatchObject([
      { what: "switch-off", by: STAFF, detail: "support" },
    ]);
  });

  it("stand as they were set, with who set them", async () => {
    const world = operatorWorld();
    const at = world.clock.now();
    expect((await world.call("GET /conversations/switches")).json.switches).toContainEqual({
      number: "support",
      off: false,
    });
    const { status, json } = await world.call("POST /conversations/switches", {
      number: "support",
      off: true,
    });
    expect(status).toBe(200);
    expect(json.switches).toContainEqual({ number: "support", off: true, by: STAFF, at });
    world.clock.time += 1000;
    await world.call("POST /conversations/switches", { number: "support", off: true });
    expect(await world.ports.history.acts("*")).toEqual([
      { at, by: STAFF, what: "switch-off", detail: "support" },
    ]);
    await world.call("POST /conversations/switches", { number: "*", off: true });
    expect(await world.ports.switches.current(SALES)).toEqual({ off: true });
  });

  it("know the settings' numbers only: a misspelt one must not seem switched off", async () => {
    const { call } = operatorWorld();
    expect(await call("POST /conversations/switches", { number: "suport", off: true })).toMatchObject({
      status: 400,
      json: { error: "unknown-number" },
    });
  });
});

describe("leads", () => {
  it("come by the page", async () => {
    const world = operatorWorld();
    await world.ports.leads.merge(
      conversationId("c1"),
      SUPPORT,
      { name: { value: "Dana Test", source: "profile" } },
      world.clock.now(),
    );
    expect((await world.call("GET /conversations/leads")).json.leads).toMatchObject([{ conversation: "c1" }]);
  });
});

describe("the event", () => {
  it("may have its body in base64", async () => {
    const world = operatorWorld();
    await world.aConversationWith();
    const plain = operatorEvent("POST /conversations/find", { contact: "+15550177001" });
    const event = { ...plain, body: Buffer.from(plain.body ?? "").toString("base64"), isBase64Encoded: true };
    expect((await world.send(event)).status).toBe(200);
  });
});
