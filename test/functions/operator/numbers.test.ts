import { describe, expect, it } from "@jest/globals";
import { changeRollout } from "../../../lib/application/staff/numbers/change-rollout.ts";
import { inboxWorld } from "../../support/inbox-world.ts";
import { STAFF } from "../../support/operator-event.ts";
import { conversationFor, DANA, operatorWorld, SALES, SUPPORT } from "../../support/operator-world.ts";

it("a suspended number is shown with the reason, and sends again when staff resume it, which is recorded once", async () => {
  const world = operatorWorld();
  const { conversations, history } = world.ports;
  const until = world.clock.now() + 600_000;
  await conversations.suspendNumber(SUPPORT, until, "131042");
  const suspended = { until, since: world.clock.now(), code: "131042" };
  expect(await world.call("GET /conversations/numbers")).toEqual({
    status: 200,
    json: { numbers: [{ number: SUPPORT, suspended }, { number: SALES }] },
  });
  const resumed = { status: 200, json: { numbers: [{ number: SUPPORT }, { number: SALES }] } };
  expect(await world.call("POST /conversations/numbers", { number: SUPPORT })).toEqual(resumed);
  expect(await world.call("POST /conversations/numbers", { number: SUPPORT })).toEqual(resumed);
  expect(await history.acts("*")).toEqual([
    { at: world.clock.now(), by: STAFF, what: "resume-number", detail: SUPPORT },
  ]);
  expect((await world.call("POST /conversations/numbers", { number: "unknown" })).json.error).toBe(
    "unknown-number",
  );
});

describe("a rollout", () => {
  const ROLLOUT = "conversations/numbers/support/rollout";

  it("is everybody at first, changes in parts, and says who changed it and when", async () => {
    const world = operatorWorld();
    const at = world.clock.now();
    expect(await world.call(`GET /${ROLLOUT}`)).toMatchObject({
      status: 200,
      json: { number: "support", percent: 100, contacts: 0, source: "default" },
    });
    const contacts = ["+15550177001", "US.41002003004005006007"];
    expect((await world.call(`PUT /${ROLLOUT}`, { percent: 0, contacts })).json).toMatchObject({
      percent: 0,
      contacts: 2,
      others: "silent",
      source: "operator",
      by: STAFF,
      at,
    });
    expect(world.table.rollouts.get(SUPPORT)?.contacts).toEqual([
      conversationFor(SUPPORT, { phone: "15550177001" }),
      conversationFor(SUPPORT, { userId: "US.41002003004005006007" }),
    ]);
    world.clock.time += 1000;
    await world.call(`PUT /${ROLLOUT}`, { percent: 10, add: ["+15550177002"], remove: ["+15550177001"] });
    expect((await world.call(`GET /${ROLLOUT}`)).json).toMatchObject({ percent: 10, contacts: 2 });
    expect(await world.ports.history.acts("*")).toMatchObject([
      {
        at,
        by: STAFF,
        what: "rollout",
        detail: expect.stringContaining("support: the bot answers 2 contacts"),
      },
      { at: at + 1000, by: STAFF, what: "rollout", detail: expect.stringContaining("10 % and 2 contacts") },
    ]);
    expect(JSON.stringify(await world.ports.history.acts("*"))).not.toContain("1555017");
  });

  it("is recorded also when the record failed once, and a change without effect keeps its author", async () => {
    const world = operatorWorld();
    const { record } = world.ports.history;
    world.ports.history.record = () => Promise.reject(new Error("throttled"));
    expect((await world.call(`PUT /${ROLLOUT}`, { drafts: true })).status).toBe(503);
    world.ports.history.record = record;
    world.clock.time += 1000;
    expect((await world.call(`PUT /${ROLLOUT}`, { drafts: true })).status).toBe(200);
    expect(await world.ports.history.acts("*")).toMatchObject([{ at: world.clock.now() - 1000 }]);
  });

  it("forgets a phone in whichever spelling of WhatsApp it was listed", async () => {
    const world = operatorWorld();
    await world.call(`PUT /${ROLLOUT}`, { contacts: ["+5511987654321"] });
    expect((await world.call(`PUT /${ROLLOUT}`, { remove: ["+551187654321"] })).json.contacts).toBe(0);
  });

  it.each([
    [{ percent: 101 }, "bad-request"],
    [{ percent: -1 }, "bad-request"],
    [{ contacts: ["0151 2345678"] }, "bad-request"],
    [{ others: "nothing" }, "bad-request"],
    [{ percentage: 5 }, "bad-request"],
  ])("refuses %j", async (body, error) => {
    const world = operatorWorld();
    expect((await world.call(`PUT /${ROLLOUT}`, body)).json.error).toBe(error);
    expect(world.table.rollouts.size).toBe(0);
  });

  it("lists no more than 200 contacts, and knows only the numbers of the settings", async () => {
    const world = operatorWorld();
    const users = (from: number, many: number) =>
      Array.from({ length: many }, (_, index) => `US.${from + index}`);
    expect((await world.call(`PUT /${ROLLOUT}`, { contacts: users(1000, 200) })).status).toBe(200);
    expect((await world.call(`PUT /${ROLLOUT}`, { add: ["US.1"] })).json.error).toBe("too-many-contacts");
    expect((await world.call("PUT /conversations/numbers/nope/rollout", {})).json.error).toBe(
      "unknown-number",
    );
    expect((await world.call("GET /conversations/numbers/nope/rollout")).json.error).toBe("unknown-number");
  });

  it("lists no contact any more that was erased, whichever of its ids was listed", async () => {
    const world = operatorWorld();
    await world.aConversationWith();
    const { phone, userId } = DANA;
    await world.call(`PUT /${ROLLOUT}`, { percent: 0, contacts: [`+${phone}`, userId, "US.other"] });
    await world.call("POST /conversations/forget", { contact: userId });
    expect((await world.call(`GET /${ROLLOUT}`)).json).toMatchObject({ percent: 0, contacts: 1, by: STAFF });
  });

  it("has no drafts in a stage without the inbox, where nobody could tap them", async () => {
    const deps = { ...inboxWorld().deps, hasInbox: false };
    const about = { number: SUPPORT, by: "ann" };
    expect(await changeRollout(deps, { ...about, change: { drafts: true } })).toBe("no-inbox");
    expect(await changeRollout(deps, { ...about, change: { percent: 5 } })).toMatchObject({ percent: 5 });
  });

  it("is shown by the status", async () => {
    const world = operatorWorld();
    await world.call(`PUT /${ROLLOUT}`, { percent: 25, others: "handoff" });
    expect((await world.call("GET /conversations/status")).json.numbers).toMatchObject([
      {
        number: "support",
        rollout: { percent: 25, contacts: 0, others: "handoff", drafts: false, by: STAFF },
      },
      { number: "sales" },
    ]);
  });
});
