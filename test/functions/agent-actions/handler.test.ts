import { describe, expect, it } from "@jest/globals";
import { createHandler } from "../../../functions/agent-actions/handler.ts";
import { sessionHashOf, shortIdOf } from "../../../lib/adapters/identity/keyed-ids.ts";
import type { HttpRequest } from "../../../lib/adapters/lambda/http.ts";
import { captureLead } from "../../../lib/application/agent-actions/capture-lead.ts";
import { escalate } from "../../../lib/application/agent-actions/escalate.ts";
import type { Secrets } from "../../../lib/config/secrets/secrets.ts";
import { crashing } from "../../support/crashing.ts";
import { anEntry, aText } from "../../support/make.ts";
import { operatorEvent } from "../../support/operator-event.ts";
import { conversationFor, DANA, operatorWorld, SALES, SUPPORT } from "../../support/operator-world.ts";

const HOUR = 3_600_000;
const TOKENS = ["token-of-today", "token-of-yesterday"];
const SECRETS: Secrets = {
  chatsby: { apiKey: "k" },
  actions: { tokens: TOKENS },
  identityKey: "0123456789abcdef",
};

function setUp(secrets: Secrets = SECRETS) {
  const world = operatorWorld();
  const { telemetry, clock } = world;
  const handlerWith = (ports: typeof world.ports) => {
    const all = {
      ...ports,
      clock,
      resumeAfterMs: 12 * HOUR,
      shortId: shortIdOf,
      sessionKey: (session: string) => sessionHashOf(secrets.identityKey, session),
    };
    return createHandler({
      secrets: async () => secrets,
      escalate: (_, session, summary) => escalate(all, session, summary),
      captureLead: (_, session, facts) => captureLead(all, session, facts),
      handoffText: async ({ number, customer }) =>
        `A colleague of ${number} will write to you, ${customer.profileName}.`,
      telemetry,
    });
  };
  async function postWith(
    ports: typeof world.ports,
    action: string,
    body: unknown,
    token: string | undefined = TOKENS[0],
  ) {
    const event: HttpRequest = {
      ...operatorEvent(`POST /agent-actions/${action}`, body),
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    };
    const { statusCode, body: json } = await handlerWith(ports)(event);
    return { status: statusCode, json: JSON.parse(json ?? "null") };
  }
  /** The agent knows the conversation by this session. */
  async function inSession(session: string, ...where: Parameters<typeof world.aConversationWith>) {
    const conversation = await world.aConversationWith(...where);
    const number = where[1] ?? SUPPORT;
    await world.ports.directory.note(conversation, {
      number,
      session: sessionHashOf(secrets.identityKey, session),
      names: [],
    });
    return conversation;
  }
  const post = (...given: [action: string, body: unknown, token?: string]) => postWith(world.ports, ...given);
  return { ...world, handlerWith, postWith, post, inSession };
}

describe("who may act for the agent", () => {
  it.each(TOKENS)("everybody with a token of the secret, so that it can be rotated: %s", async (token) => {
    const world = setUp();
    await world.inSession("15550177001");
    expect((await world.post("escalate", { session_id: "15550177001" }, token)).status).toBe(200);
  });

  it.each(["token-of-toda", "token-of-today2", "", " ", "token-of-today token-of-yesterday", "Bearer"])(
    "nobody with %j",
    async (token) => {
      const world = setUp();
      await world.inSession("15550177001");
      const { status, json } = await world.post("escalate", { session_id: "15550177001" }, token);
      expect({ status, error: json.error }).toEqual({ status: 403, error: "forbidden" });
      expect(world.turnQueue.sent).toEqual([]);
      expect(world.telemetry.lines).toMatchObject([{ code: "action.refused" }]);
      expect(world.telemetry.sum("ActionsRefused", { reason: "forbidden" })).toBe(1);
    },
  );

  it("nobody at all while the secret names no token, also not with an empty one", async () => {
    for (const actions of [undefined, { tokens: [] }, { tokens: [""] }]) {
      const { actions: _, ...rest } = SECRETS;
      const { post, handlerWith, ports } = setUp({ ...rest, ...(actions && { actions }) });
      for (const token of ["", "undefined", TOKENS[0]])
        expect((await post("escalate", { session_id: "1" }, token)).status).toBe(403);
      expect(
        (await handlerWith(ports)(operatorEvent("POST /agent-actions/escalate", { session_id: "1" })))
          .statusCode,
      ).toBe(403);
    }
  });

  it("learns nothing without a token: not even which calls there are", async () => {
    const { handlerWith, ports } = setUp();
    for (const call of [
      "POST /agent-actions/escalate",
      "GET /agent-actions/escalate",
      "POST /agent-actions/elsewhere",
    ])
      expect((await handlerWith(ports)(operatorEvent(call, { session_id: "1" }))).statusCode).toBe(403);
  });
});

describe("a fault of ours", () => {
  it("is answered 503, and its message, which may quote a customer, is not logged", async () => {
    const { handlerWith, ports, telemetry } = setUp();
    const bySession = () => Promise.reject(new Error("dana@example.com"));
    const request = {
      ...operatorEvent("POST /agent-actions/lead", { session_id: "1", name: "Dana" }),
      headers: { authorization: `Bearer ${TOKENS[0]}` },
    };
    expect(
      (await handlerWith({ ...ports, directory: { ...ports.directory, bySession } })(request)).statusCode,
    ).toBe(503);
    expect(telemetry.lines).toMatchObject([{ code: "action.failed", level: "error" }]);
    expect(JSON.stringify([telemetry.lines, telemetry.counts])).not.toMatch(/dana/i);
  });
});

describe("what the agent sends", () => {
  it.each([
    ["flat", { session_id: "15550177001", reason: "wants a person" }],
    ["in camel case", { sessionId: "15550177001", summary: "wants a person" }],
    ["within parameters", { session_id: "15550177001", parameters: { reason: "wants a person" } }],
    ["all within parameters", { parameters: { session_id: "15550177001", summary: "wants a person" } }],
    [
      "within data",
      { agent_id: "agent_1a2b3c4d5e", data: { sessionId: "15550177001", reason: "wants a person" } },
    ],
    ["as a number", { session_id: 15550177001, reason: "wants a person" }],
    ["as a phone number is written", { session_id: "+15550177001", reason: "wants a person" }],
    ["as Twilio writes it", { session_id: "whatsapp:+15550177001", reason: "wants a person" }],
  ])("may come %s: Chatsby documents no shape", async (_, body) => {
    const world = setUp();
    const conversation = await world.inSession("15550177001");
    expect(await world.post("escalate", body)).toMatchObject({ status: 200, json: { result: "handed-off" } });
    expect(await world.ports.controls.read(conversation)).toMatchObject({
      handoff: { reason: "agent", summary: "wants a person" },
    });
  });

  it.each([
    [{}, 400, "bad-body"],
    [[], 400, "bad-body"],
    ["text", 400, "bad-body"],
    [{ session_id: "" }, 400, "bad-body"],
    [{ session_id: { $ne: 1 } }, 400, "bad-body"],
    [{ session_id: "15550179999" }, 404, "unknown-session"],
    [{ session_id: "x".repeat(70_000) }, 413, "too-large"],
  ])("is refused with a reason that names the fix: %.40j", async (body, status, error) => {
    const { post, telemetry } = setUp();
    const { status: given, json } = await post("escalate", body);
    expect({ status: given, error: json.error, message: typeof json.message }).toEqual({
      status,
      error,
      message: "string",
    });
    expect(telemetry.lines).toMatchObject([{ code: "action.failed", facts: { reason: error } }]);
  });

  it("is answered 404 at another path, and 503 when something fails on our side", async () => {
    const world = setUp();
    expect((await world.post("elsewhere", {})).status).toBe(404);
    await world.inSession("15550177001");
    world.turnQueue.failing = true;
    expect((await world.post("escalate", { session_id: "15550177001" })).status).toBe(503);
  });

  it("is in no log and no metric", async () => {
    const world = setUp();
    await world.inSession("15550177001");
    await world.post("escalate", { session_id: "15550177001", reason: "Dana is angry" });
    await world.post("lead", { session_id: "15550177001", email: "dana@example.com" });
    await world.post("lead", { session_id: "15550179999", email: "dana@example.com" });
    expect(JSON.stringify([world.telemetry.lines, world.telemetry.counts])).not.toMatch(
      /1555|[Dd]ana|token-of/,
    );
  });
});

describe("escalate", () => {
  it("pauses the bot at once, wakes the worker, and returns the text for the customer to the agent", async () => {
    const world = setUp();
    const conversation = await world.inSession("15550177001");
    expect(await world.post("escalate", { session_id: "15550177001", reason: "x".repeat(900) })).toEqual({
      status: 200,
      json: { message: "A colleague of support will write to you, Dana Test.", result: "handed-off" },
    });
    const state = await world.ports.controls.read(conversation);
    expect(state).toMatchObject({ pausedAt: world.clock.now(), resumeAt: world.clock.now() + 12 * HOUR });
    expect(state.handoff?.summary).toHaveLength(500);
    expect(state.handoff?.quiet).toBeUndefined();
    expect(world.turnQueue.sent).toEqual([{ kind: "wake", conversation, number: SUPPORT }]);
  });

  it("asked for again is no second handoff, also when a person has already given the conversation back", async () => {
    const world = setUp();
    const conversation = await world.inSession("15550177001");
    const ask = () => world.post("escalate", { session_id: "15550177001" });
    await ask();
    expect((await ask()).json.result).toBe("already");
    await world.ports.controls.resume(conversation, { at: world.clock.now(), how: "resume" });
    expect((await ask()).json.result).toBe("already");
    expect((await world.ports.controls.read(conversation)).pausedAt).toBeUndefined();
    // The customer has written again since, and that is what the agent is asked: the state does not show it
    // yet.
    await world.ledger.record(
      anEntry(conversation, { message: aText({ sentAt: world.clock.now() }), arrivedAt: world.clock.now() }),
    );
    expect((await ask()).json.result).toBe("handed-off");
  });

  it("means the conversation in which the customer wrote last, where it goes on now", async () => {
    const world = setUp();
    const sales = await world.inSession("15550177001", { phone: "15550177001" }, SALES, {
      lastInboundAt: world.clock.now() - HOUR,
    });
    const now = conversationFor(SUPPORT, DANA);
    await world.inSession("15550177001", { userId: "US.1" }, SUPPORT, {
      movedTo: now,
      lastInboundAt: world.clock.now() - 2 * HOUR,
    });
    await world.aConversationWith();
    for (const [key, message] of world.table.messages)
      if (!key.startsWith(now)) message.outcome = { kind: "answered" };
    await world.post("escalate", { session_id: "15550177001" });
    expect((await world.ports.controls.read(now)).pausedAt).toBeDefined();
    expect((await world.ports.controls.read(sales)).pausedAt).toBeUndefined();
    expect(world.turnQueue.sent).toEqual([{ kind: "wake", conversation: now, number: SUPPORT }]);
  });
});

describe("lead", () => {
  it("keeps what the agent learned, and has it published", async () => {
    const world = setUp();
    const conversation = await world.inSession("15550177001");
    const body = {
      session_id: "15550177001",
      "Full name": "Dana Test",
      email: "dana@example.com",
      company: "Lamps",
    };
    expect(await world.post("lead", body)).toMatchObject({
      status: 200,
      json: { result: "captured", message: expect.any(String) },
    });
    expect((await world.ports.leads.find(conversation))?.fields).toMatchObject({
      name: { value: "Dana Test", source: "agent" },
      email: { value: "dana@example.com", source: "agent" },
      company: { value: "Lamps", source: "agent" },
    });
    expect((await world.ports.leads.find(conversation))?.fields).not.toHaveProperty("session_id");
    expect(world.turnQueue.sent).toEqual([{ kind: "lead", conversation, number: SUPPORT }]);
    expect((await world.post("lead", body)).json.result).toBe("known");
  });

  it("takes fields from where the parameters are, and nothing of what stands beside them", async () => {
    const world = setUp();
    const conversation = await world.inSession("15550177001");
    await world.post("lead", {
      session_id: "15550177001",
      agent_id: "agent_1",
      event: "x",
      version: 2,
      parameters: { email: "dana@example.com" },
    });
    expect(Object.keys((await world.ports.leads.find(conversation))?.fields ?? {})).toEqual(["email"]);
  });

  it("is refused without a single field: the agent should ask for one", async () => {
    const world = setUp();
    await world.inSession("15550177001");
    expect(await world.post("lead", { session_id: "15550177001", email: "none" })).toMatchObject({
      status: 400,
      json: { error: "no-fields" },
    });
    expect(world.turnQueue.sent).toEqual([]);
  });
});

describe.each([
  ["escalate", { session_id: "15550177001", reason: "wants a person" }],
  ["lead", { session_id: "15550177001", email: "dana@example.com" }],
])("%s", (action, body) => {
  it("survives a crash at every step: the repeat finishes it, and the worker is woken", async () => {
    let points = 0;
    for (const when of ["before", "after"] as const)
      for (let at = 0; ; at++) {
        const world = setUp();
        const conversation = await world.inSession("15550177001");
        const first = await world.postWith(crashing(world.ports, at, when).ports, action, body);
        if (first.status === 200) break;
        points++;
        expect((await world.post(action, body)).status).toBe(200);
        expect(world.turnQueue.sent.length).toBeGreaterThan(0);
        if (action === "lead") expect((await world.ports.leads.find(conversation))?.revision).toBe(1);
        else expect((await world.ports.controls.read(conversation)).pausedAt).toBeDefined();
      }
    expect(points).toBeGreaterThan(5);
  });
});
