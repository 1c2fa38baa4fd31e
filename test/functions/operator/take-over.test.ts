import { describe, expect, it } from "@jest/globals";
import { crashing } from "../../support/crashing.ts";
import { STAFF } from "../../support/operator-event.ts";
import { DANA, type OperatorWorld, operatorWorld, SUPPORT } from "../../support/operator-world.ts";

const HOUR = 3_600_000;
const wakes = ({ turnQueue }: OperatorWorld) => turnQueue.sent.filter(({ kind }) => kind === "wake");

/** Before and after each call of the function. */
async function diesEverywhere(check: (at: number, when: "before" | "after") => Promise<{ died: boolean }>) {
  let points = 0;
  for (const when of ["before", "after"] as const) {
    let died = true;
    for (let at = 0; died; at++) {
      ({ died } = await check(at, when));
      if (died) points++;
    }
  }
  return points;
}

describe("taking over a conversation", () => {
  it("pauses the bot at once, and wakes the worker to do what follows", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    const { status, json } = await world.call(`POST /conversations/${conversation}/pause`, {
      quiet: true,
      summary: " VIP ",
    });
    expect(status).toBe(200);
    const since = world.clock.now();
    expect(json).toEqual({
      result: "paused",
      handoff: {
        id: expect.any(String),
        reason: "operator",
        since,
        by: STAFF,
        quiet: true,
        summary: "VIP",
        origin: conversation,
      },
    });
    expect(await world.ports.controls.read(conversation)).toMatchObject({
      pausedAt: since,
      resumeAt: since + 12 * HOUR,
    });
    expect(world.turnQueue.sent).toEqual([{ kind: "wake", conversation, number: SUPPORT }]);
  });

  it("repeated keeps the handoff that stands, prolongs it, and is one act", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    const first = await world.call(`POST /conversations/${conversation}/pause`, {});
    world.clock.time += HOUR;
    const second = await world.call(`POST /conversations/${conversation}/pause`, { quiet: true });
    expect(second.json).toEqual({ result: "already-paused", handoff: first.json.handoff });
    expect((await world.ports.controls.read(conversation)).resumeAt).toBe(world.clock.now() + 12 * HOUR);
    expect(await world.ports.history.acts(conversation)).toHaveLength(1);
  });

  it("and giving it back ends the handoff, for any member of staff", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    await world.call(`POST /conversations/${conversation}/pause`, {});
    expect((await world.call(`POST /conversations/${conversation}/resume`)).json).toEqual({
      result: "resumed",
    });
    expect(await world.ports.controls.read(conversation)).toMatchObject({
      endedHandoffs: [{ how: "resume", endedBy: STAFF }],
    });
    expect((await world.ports.controls.read(conversation)).pausedAt).toBeUndefined();
    const before = wakes(world).length;
    expect((await world.call(`POST /conversations/${conversation}/resume`)).json).toEqual({
      result: "not-paused",
    });
    // The first attempt may have died before it woke the worker.
    expect(wakes(world)).toHaveLength(before + 1);
    expect((await world.ports.history.acts(conversation)).map(({ what }) => what)).toEqual([
      "pause",
      "resume",
    ]);
  });

  it("acts where the conversation goes on after the customer changed identity", async () => {
    const world = operatorWorld();
    const now = await world.aConversationWith();
    const former = await world.aConversationWith({ userId: "US.1" }, SUPPORT, { movedTo: now });
    await world.call(`POST /conversations/${former}/pause`, {});
    expect((await world.ports.controls.read(now)).pausedAt).toBeDefined();
    expect((await world.ports.controls.read(former)).pausedAt).toBeUndefined();
  });

  it.each(["pause", "resume"])(
    "survives a crash at every step of %s: the repeat finishes it, and the worker is woken",
    async (act) => {
      const points = await diesEverywhere(async (at, when) => {
        const world = operatorWorld();
        const conversation = await world.aConversationWith();
        if (act === "resume") await world.call(`POST /conversations/${conversation}/pause`, {});
        world.turnQueue.sent.length = 0;
        const dying = crashing(world.ports, at, when);
        const { status } = await world.callWith(
          dying.ports,
          `POST /conversations/${conversation}/${act}`,
          {},
        );
        if (status === 200) return { died: false };
        expect((await world.call(`POST /conversations/${conversation}/${act}`, {})).status).toBe(200);
        expect((await world.ports.controls.read(conversation)).pausedAt !== undefined).toBe(act === "pause");
        expect(
          (await world.ports.history.acts(conversation)).filter(({ what }) => what === act),
        ).toHaveLength(1);
        expect(wakes(world).length).toBeGreaterThan(0);
        return { died: true };
      });
      expect(points).toBeGreaterThan(7);
    },
  );
});

describe("a person's reply", () => {
  it("is queued after a quiet handoff, so that the bot is paused before the message waits", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    const { status, json } = await world.call(`POST /conversations/${conversation}/reply`, {
      text: "  Yes, we do.\nDana  ",
      id: "r-1",
    });
    expect({ status, json }).toEqual({
      status: 202,
      json: { conversation, outbound: "r-1", result: "queued" },
    });
    expect(await world.ports.controls.read(conversation)).toMatchObject({
      handoff: { reason: "operator", quiet: true, by: STAFF },
    });
    expect(await world.ports.outbox.find(conversation, "r-1")).toMatchObject({
      number: SUPPORT,
      by: STAFF,
      content: { kind: "reply", text: "Yes, we do.\nDana" },
      state: "waiting",
    });
    expect(await world.ports.history.acts(conversation)).toEqual([
      { at: world.clock.now(), by: STAFF, what: "reply", detail: "r-1" },
    ]);
    expect((await world.call(`GET /conversations/${conversation}/outbound/r-1`)).json).toEqual({
      state: "waiting",
    });
    expect(await world.call(`GET /conversations/${conversation}/outbound/r-2`)).toMatchObject({
      status: 404,
      json: { error: "unknown-outbound" },
    });
  });

  it("keeps the handoff that the customer asked for, and prolongs it", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    const handoff = { id: "h1", reason: "asked" as const, since: world.clock.now(), origin: conversation };
    await world.ports.controls.pause(conversation, handoff, world.clock.now() + 1000);
    await world.call(`POST /conversations/${conversation}/reply`, { text: "hello" });
    expect(await world.ports.controls.read(conversation)).toMatchObject({
      handoff: { id: "h1" },
      resumeAt: world.clock.now() + 12 * HOUR,
    });
  });

  it("is one message however often it is asked for, also when its window has closed since", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    const ask = () => world.call(`POST /conversations/${conversation}/reply`, { text: "hello", id: "r-1" });
    await ask();
    world.clock.time += 48 * HOUR;
    expect(await ask()).toMatchObject({ status: 202, json: { outbound: "r-1", result: "repeated" } });
    const repeats = wakes(world).length;
    await world.ports.outbox.end([conversation], "r-1", { state: "sent" });
    expect((await ask()).json.result).toBe("repeated");
    expect(wakes(world)).toHaveLength(repeats);
    expect(await world.ports.history.acts(conversation)).toHaveLength(1);
  });

  it("is the same message also when the customer has another id since", async () => {
    const world = operatorWorld();
    const former = await world.aConversationWith({ userId: "US.1" });
    await world.call(`POST /conversations/${former}/reply`, { text: "hello", id: "r-1" });
    const now = await world.aConversationWith();
    await world.mergeInto(now, former);
    expect(
      (await world.call(`POST /conversations/${former}/reply`, { text: "hello", id: "r-1" })).json,
    ).toMatchObject({
      result: "repeated",
    });
    expect(await world.ports.outbox.find(now, "r-1")).toBeUndefined();
  });

  it("is refused under an id that another text has: it would be lost", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    await world.call(`POST /conversations/${conversation}/reply`, { text: "hello", id: "r-1" });
    expect(
      await world.call(`POST /conversations/${conversation}/reply`, { text: "good-bye", id: "r-1" }),
    ).toMatchObject({
      status: 409,
      json: { error: "id-taken" },
    });
  });

  it.each([
    ["", 400],
    ["   \n ", 400],
    ["x".repeat(20_001), 400],
    ["x".repeat(20_000), 202],
    ["🙂", 202],
  ])("takes texts of 1 to 20,000 characters: %.10j", async (text, status) => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    const answer = await world.call(`POST /conversations/${conversation}/reply`, { text });
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.json.error).toBe("bad-text");
  });

  it("is refused once the window has closed, or when the customer never wrote: only a template may leave then", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    world.clock.time += 23 * HOUR + 54 * 60_000 + 1;
    expect(await world.call(`POST /conversations/${conversation}/reply`, { text: "hello" })).toMatchObject({
      status: 409,
      json: { error: "window-closed" },
    });
    const [{ state }] = [await world.ports.conversations.load(conversation)];
    await world.ports.conversations.save({ ...state, lastInboundAt: world.clock.now() - HOUR }, []);
    expect((await world.call(`POST /conversations/${conversation}/reply`, { text: "hello" })).status).toBe(
      202,
    );
  });

  it("is refused to a customer who wants nothing more, and then takes nothing over", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    await world.ports.controls.changeConsent(conversation, {
      id: "w",
      action: "stop",
      scope: "all",
      source: "word",
      at: world.clock.now(),
    });
    expect(await world.call(`POST /conversations/${conversation}/reply`, { text: "hello" })).toMatchObject({
      status: 409,
      json: { error: "opted-out" },
    });
    expect((await world.ports.controls.read(conversation)).pausedAt).toBeUndefined();
  });

  it("survives a crash at every step: one message, one act, the bot paused and the worker woken", async () => {
    const points = await diesEverywhere(async (at, when) => {
      const world = operatorWorld();
      const conversation = await world.aConversationWith();
      const ask = `POST /conversations/${conversation}/reply` as const;
      const dying = crashing(world.ports, at, when);
      const first = await world.callWith(dying.ports, ask, { text: "hello", id: "r-1" });
      if (first.status === 202) return { died: false };
      // Whatever was queued before it died, the bot is paused by then.
      if (await world.ports.outbox.find(conversation, "r-1"))
        expect((await world.ports.controls.read(conversation)).pausedAt).toBeDefined();
      expect((await world.call(ask, { text: "hello", id: "r-1" })).status).toBe(202);
      const { outbound } = await world.ports.conversations.load(conversation);
      expect(outbound.map(({ id }) => id)).toEqual(["r-1"]);
      expect(await world.ports.history.acts(conversation)).toHaveLength(1);
      expect(wakes(world).length).toBeGreaterThan(0);
      return { died: true };
    });
    expect(points).toBeGreaterThan(10);
  });

  it("knows its number also in a conversation that does not store it", async () => {
    const world = operatorWorld();
    const { conversation, version } = (await world.ports.conversations.load(await world.aConversationWith()))
      .state;
    world.table.states.set(conversation, {
      conversation,
      version,
      customer: DANA,
      lastInboundAt: world.clock.now(),
    });
    await world.call(`POST /conversations/${conversation}/reply`, { text: "hello" });
    expect(world.turnQueue.sent).toEqual([{ kind: "wake", conversation, number: SUPPORT }]);
  });
});
