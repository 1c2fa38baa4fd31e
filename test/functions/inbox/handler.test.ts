import { describe, expect, it } from "@jest/globals";
import { inboxOperations } from "../../../lib/inbox-api/operations.ts";
import { inboxEvent, inboxFunctionWorld } from "../../support/inbox-function-world.ts";
import { DANA } from "../../support/operator-world.ts";

const CALLS = Object.values(inboxOperations).map(
  ({ method, path }) => `${method} /inbox/api/${path.replace("{conversation}", "c1")}`,
);

describe("who may call", () => {
  it.each(CALLS)("refuses %s without a checked token", async (call) => {
    const world = inboxFunctionWorld();
    expect(await world.send(inboxEvent(call, { body: {} }))).toMatchObject({
      status: 401,
      json: { error: "not-signed-in" },
    });
  });

  it.each(CALLS)("refuses %s to a user of the pool who is not on the staff", async (call) => {
    const world = inboxFunctionWorld();
    expect(await world.send(inboxEvent(call, { groups: "[guests]", body: {} }))).toMatchObject({
      status: 403,
      json: { error: "not-staff" },
    });
  });

  it.each([
    ["POST switches", { number: "support", off: true }],
    ["POST export", { contact: "+15550177001" }],
    ["POST forget", { contact: "+15550177001" }],
    ["GET staff", undefined],
    ["POST staff", { email: "new@example.com" }],
    ["POST staff/remove", { user: "ann" }],
  ])("refuses %s to staff, and does it for an admin", async (call, body) => {
    const world = inboxFunctionWorld();
    await world.aConversationWith(DANA);
    expect(await world.ann(call, body)).toMatchObject({ status: 403, json: { error: "not-admin" } });
    expect((await world.staff.list()).map(({ user }) => user)).toEqual(["ann", "ben"]);
    expect((await world.ben(call, body)).status).toBe(200);
  });

  it("gives the page to anybody, and nothing of the API under another method or name", async () => {
    const world = inboxFunctionWorld();
    expect(await world.handler(inboxEvent("GET /inbox", {}))).toMatchObject({ body: "the page at /inbox" });
    for (const call of [
      "GET /inbox/api",
      "GET /inbox/api/",
      "POST /inbox",
      "POST /inbox/apix",
      "PUT /inbox/api/me",
    ])
      expect((await world.send(inboxEvent(call, { body: {} }))).status).toBe(401);
    for (const call of ["GET nothing", "POST me", "GET conversations/c1/reply", "GET ../conversations"])
      expect(await world.ann(call)).toMatchObject({ status: 404, json: { error: "not-found" } });
  });
});

describe("a conversation in the inbox", () => {
  it("is found, read, answered and handed back, and each act is recorded with who did it", async () => {
    const world = inboxFunctionWorld();
    const conversation = await world.aConversationWith(DANA);
    const [path, seen] = [
      `conversations/${conversation}`,
      async () => (await world.ann(`GET ${path}`)).json.messages.at(-1).id,
    ];
    expect((await world.ann("POST conversations/unknown/assign", { to: "me" })).json.error).toBe(
      "unknown-conversation",
    );
    expect(await world.ann(`POST ${path}/assign`, { to: "me" })).toMatchObject({
      status: 200,
      json: { assignee: "ann" },
    });
    expect(
      (await world.ann("GET conversations", undefined, { view: "mine" })).json.conversations,
    ).toMatchObject([
      { conversation, name: "Dana Test", phone: "15550177001", state: "person", assignee: "ann" },
    ]);
    expect(
      await world.ann(`POST ${path}/reply`, { text: "Hello", id: "r1", seen: await seen() }),
    ).toMatchObject({
      status: 202,
      json: { outbound: "r1", result: "queued" },
    });
    expect((await world.ann(`GET ${path}`)).json).toMatchObject({
      conversation,
      state: "person",
      assignee: "ann",
      messages: [
        { from: "customer", kind: "text" },
        { from: "staff", by: "ann", text: "Hello", status: "queued" },
      ],
      more: false,
    });
    expect((await world.ann(`POST ${path}/resume`, { note: "Knows the price." })).json).toEqual({
      result: "resumed",
    });
    expect((await world.ann("GET conversations", undefined, { view: "mine" })).json.conversations).toEqual(
      [],
    );
    const acts = (await world.ports.history.acts(conversation)).map(({ what, by }) => `${what} ${by}`);
    expect(acts).toEqual(["assign ann", "reply ann", "resume ann"]);
  });

  it("is in the list of the recent ones, which is what a list without a view is", async () => {
    const world = inboxFunctionWorld();
    const conversation = await world.aConversationWith(DANA);
    await world.ann(`POST conversations/${conversation}/pause`, {});
    expect((await world.ann("GET conversations")).json.conversations).toMatchObject([{ conversation }]);
    expect((await world.ann("GET conversations", undefined, { view: "all" })).json.error).toBe("bad-request");
  });

  it("tells who has it when two want it, and whose reply was not seen", async () => {
    const world = inboxFunctionWorld();
    const conversation = await world.aConversationWith(DANA);
    const path = `conversations/${conversation}`;
    const seen = (await world.ben(`GET ${path}`)).json.messages.at(-1).id;
    await world.ann(`POST ${path}/assign`, { to: "me" });
    expect(await world.ben(`POST ${path}/assign`, { to: "me" })).toMatchObject({
      status: 409,
      json: { error: "assigned", to: "ann" },
    });
    await world.ann(`POST ${path}/reply`, { text: "From Ann", seen });
    expect(await world.ben(`POST ${path}/reply`, { text: "From Ben", seen })).toMatchObject({
      status: 409,
      json: { error: "newer-reply", by: "ann" },
    });
    const renewed = (await world.ben(`GET ${path}`)).json.messages.at(-1).id;
    expect((await world.ben(`POST ${path}/reply`, { text: "From Ben", seen: renewed })).status).toBe(202);
  });

  it.each([
    ["assign", { to: "me" }],
    ["note", { text: "VIP" }],
    ["reply", { text: "Hello" }],
    ["resume", {}],
  ])(
    "shows a colleague who has it open that somebody did this, by a former id too: %s",
    async (act, body) => {
      const world = inboxFunctionWorld();
      const conversation = await world.aConversationWith(DANA);
      const former = await world.aConversationWith({ userId: "US.1" });
      await world.mergeInto(conversation, former);
      await world.ben(`POST conversations/${conversation}/assign`, { to: "me" });
      await world.ben(`POST conversations/${conversation}/assign`, { to: null });
      const changes = async (since?: string) =>
        (await world.ben("GET changes", undefined, { conversation, ...(since && { since }) })).json;
      const { cursor } = await changes();
      expect((await changes(cursor)).changed).toEqual([]);
      world.clock.time += 60_000;
      expect((await world.ann(`POST conversations/${former}/${act}`, body)).status).toBeLessThan(300);
      expect((await changes(cursor)).changed).toEqual([conversation]);
      const list = (await world.ben("GET conversations", undefined, { view: "recent" })).json.conversations;
      expect(list).toMatchObject([{ conversation, lastAt: world.clock.time }]);
    },
  );

  it.each([
    ["reply", { text: "x".repeat(20_001) }, 400, "bad-text"],
    ["reply", { text: "  " }, 400, "bad-text"],
    ["reply", { text: "hi", seen: "9999999999999.in-x" }, 404, "unknown-message"],
    ["reply", { text: 5 }, 400, "bad-request"],
    ["note", { text: "" }, 400, "bad-request"],
    ["assign", { to: "ben" }, 400, "bad-request"],
    ["template", { template: { name: "none" } }, 422, "bad-template"],
  ])("refuses to %s with %p", async (act, body, status, error) => {
    const world = inboxFunctionWorld();
    const conversation = await world.aConversationWith(DANA);
    expect(await world.ann(`POST conversations/${conversation}/${act}`, body)).toMatchObject({
      status,
      json: { error },
    });
  });

  it("refuses a reply after 24 hours and after an opt-out", async () => {
    const world = inboxFunctionWorld();
    const conversation = await world.aConversationWith(DANA);
    const reply = () => world.ann(`POST conversations/${conversation}/reply`, { text: "Hello" });
    world.clock.time += 25 * 3_600_000;
    expect(await reply()).toMatchObject({ status: 409, json: { error: "window-closed" } });
    const stop = {
      id: "m1",
      action: "stop" as const,
      scope: "all" as const,
      source: "word" as const,
      at: world.clock.now(),
    };
    await world.ports.controls.changeConsent(conversation, stop);
    expect(await reply()).toMatchObject({ status: 409, json: { error: "opted-out" } });
  });

  it("keeps notes and the caller's draft, and shows whose change it is", async () => {
    const world = inboxFunctionWorld();
    const conversation = await world.aConversationWith(DANA);
    const path = `conversations/${conversation}`;
    const start = (await world.ann("GET changes", undefined, { conversation })).json;
    expect(start.changed).toEqual([]);
    await world.ben(`POST ${path}/note`, { text: "Called twice.", id: "n1" });
    await world.ann(`POST ${path}/draft`, { text: "We will" });
    expect((await world.ann(`GET ${path}`)).json).toMatchObject({
      notes: [{ id: "n1", by: "ben", text: "Called twice." }],
      draft: "We will",
    });
    expect((await world.ben(`GET ${path}`)).json.draft).toBeUndefined();
    await world.ben(`POST ${path}/assign`, { to: "me" });
    const { changed, now } = (
      await world.ann("GET changes", undefined, { conversation, since: start.cursor })
    ).json;
    expect([changed, now]).toEqual([[conversation], world.clock.now()]);
    expect((await world.ann("GET changes", undefined, { since: "x" })).json.error).toBe("bad-cursor");
  });

  it("logs acts by their names, and nothing of what is written", async () => {
    const world = inboxFunctionWorld();
    const conversation = await world.aConversationWith(DANA);
    await world.ann(`POST conversations/${conversation}/reply`, { text: "Secret words" });
    const logged = JSON.stringify(world.telemetry);
    expect(logged).toContain("inbox.acted");
    for (const secret of ["Secret words", "15550177001", "Dana Test", "ann"])
      expect(logged).not.toContain(secret);
  });
});

describe("the caller", () => {
  it("is told by name what it may do, which numbers there are, and the saved replies", async () => {
    const world = inboxFunctionWorld();
    expect((await world.ann("GET me")).json).toEqual({
      user: "ann",
      admin: false,
      numbers: [{ name: "support", provider: "meta" }],
      savedReplies: [{ name: "hours", text: "We are open 9 to 18." }],
    });
    expect((await world.ben("GET me")).json).toMatchObject({ user: "ben", admin: true });
  });
});

describe("what is logged and recorded", () => {
  it("is each act, and a read only if it fails: pages read all day", async () => {
    const world = inboxFunctionWorld();
    const conversation = await world.aConversationWith(DANA);
    for (const read of ["GET me", "GET changes", "GET conversations", `GET conversations/${conversation}`])
      expect((await world.ann(read)).status).toBe(200);
    expect(world.telemetry.lines).toEqual([]);
    await world.ann("GET conversations/unknown");
    await world.ann(`POST conversations/${conversation}/note`, { text: "n" });
    expect(world.telemetry.lines.map(({ code, facts }) => [code, facts])).toEqual([
      ["inbox.refused", { act: "chat", status: 404 }],
      ["inbox.acted", { act: "note", status: 200 }],
    ]);
  });

  it("is who was added to the staff and removed, and by which admin", async () => {
    const world = inboxFunctionWorld();
    const { json: added } = await world.ben("POST staff", { email: "carl@example.com", name: "Carl May" });
    await world.ben("POST staff", { email: "ann@example.com" });
    await world.ann("POST staff/remove", { user: "ben" });
    world.clock.time += 1;
    await world.ben("POST staff/remove", { user: added.user });
    const acts = await world.ports.history.acts("*");
    expect(acts.map(({ by, what, detail }) => [by, what, detail])).toEqual([
      ["ben", "add-staff", added.user],
      ["ben", "remove-staff", added.user],
    ]);
  });
});
