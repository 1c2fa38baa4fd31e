import { describe, expect, it } from "@jest/globals";
import { shareOptIns } from "../../../lib/application/identity/share-opt-ins.ts";
import { mergeOptIns, type OptIn } from "../../../lib/domain/consent/opt-in.ts";
import { crashing } from "../../support/crashing.ts";
import { STAFF } from "../../support/operator-event.ts";
import { aTemplate, conversationFor, operatorWorld, SUPPORT } from "../../support/operator-world.ts";

const RECORD = "POST /conversations/opt-ins" as const;
const WITHDRAW = "POST /conversations/opt-ins/withdrawals" as const;
const SEND = "POST /conversations/templates" as const;
const DAY = 86_400_000;
const AT = 1_764_000_000_000;
const PHONE = "+15550177001";
const USER = "US.41002003004005006007";

const anOptIn = (change: object = {}) => ({
  number: "support",
  contact: PHONE,
  source: "Form",
  text: "Offers by WhatsApp",
  at: AT,
  ...change,
});
const aWithdrawal = (change: object = {}) => ({
  number: "support",
  contact: PHONE,
  why: "entered by mistake",
  ...change,
});

/** The settings demand opt-ins. */
function demandingWorld() {
  const world = operatorWorld({ requiresOptIn: true });
  world.catalogue.templates = [
    aTemplate({ name: "sale", category: "MARKETING", body: { text: "Sale", placeholders: [] } }),
  ];
  const offer = async (contact = PHONE) => {
    const template = { name: "sale", values: {} };
    const { status, json } = await world.call(SEND, { number: "support", contact, template });
    return json.result === "skipped" ? json.reason : (json.error ?? (status === 202 ? json.result : status));
  };
  const kept = () => [...world.table.optIns.values()].map(({ optIns }) => optIns);
  return { ...world, offer, kept };
}

describe("a withdrawn opt-in", () => {
  it("counts no more, and stays with who withdrew it, when and why", async () => {
    const world = demandingWorld();
    const conversation = await world.aConversationWith();
    await world.call(RECORD, anOptIn());
    expect(await world.offer()).toBe("queued");
    world.clock.time += DAY;
    expect(await world.call(WITHDRAW, aWithdrawal())).toMatchObject({
      status: 200,
      json: { withdrawn: 1, optIns: 0 },
    });
    for (const contact of [PHONE, USER]) expect(await world.offer(contact)).toBe("no-opt-in");
    const proof = {
      source: "Form",
      at: AT,
      withdrawn: { at: world.clock.time, by: STAFF, why: "entered by mistake" },
    };
    const shown = await world.call(`GET /conversations/${conversation}`);
    expect(shown.json.optIns).toMatchObject([proof]);
    const { json } = await world.call("POST /conversations/export", { contact: PHONE });
    expect(JSON.stringify(json)).toContain("entered by mistake");
  });

  it("is not brought back by recording the same again; a later consent of the customer counts", async () => {
    const world = demandingWorld();
    await world.call(RECORD, anOptIn());
    await world.call(WITHDRAW, aWithdrawal());
    expect((await world.call(RECORD, anOptIn())).json).toMatchObject({
      result: "repeated",
      withdrawn: true,
      optIns: 0,
    });
    expect(await world.offer()).toBe("no-opt-in");
    const { json } = await world.call(RECORD, anOptIn({ at: AT + DAY }));
    expect(json).toMatchObject({ result: "recorded", optIns: 1 });
    expect(json).not.toHaveProperty("withdrawn");
    expect(await world.offer()).toBe("queued");
  });

  it("may be one of several, and then the others count", async () => {
    const world = demandingWorld();
    for (const id of ["one", "two"]) await world.call(RECORD, anOptIn({ id }));
    expect((await world.call(WITHDRAW, aWithdrawal({ id: "one" }))).json).toEqual({
      withdrawn: 1,
      optIns: 1,
    });
    expect(await world.offer()).toBe("queued");
    expect((await world.call(WITHDRAW, aWithdrawal({ id: "two" }))).json).toMatchObject({ optIns: 0 });
    expect(await world.offer()).toBe("no-opt-in");
  });

  it("keeps who was first when it is withdrawn again", async () => {
    const world = demandingWorld();
    await world.call(RECORD, anOptIn());
    await world.call(WITHDRAW, aWithdrawal({ why: "first" }));
    world.clock.time += DAY;
    expect((await world.call(WITHDRAW, aWithdrawal({ why: "second" }))).json).toEqual({
      withdrawn: 0,
      optIns: 0,
    });
    expect(world.kept().flat()).toMatchObject([{ withdrawn: { why: "first" } }]);
  });

  it.each([PHONE, USER])(
    "is so under all ids, by %s, also when the conversation has expired",
    async (contact) => {
      const world = demandingWorld();
      const conversation = await world.aConversationWith();
      await world.call(RECORD, anOptIn({ contact: USER }));
      world.table.states.delete(conversation);
      world.table.names.clear();
      expect((await world.call(WITHDRAW, aWithdrawal({ contact }))).json).toMatchObject({ optIns: 0 });
      for (const other of [PHONE, USER]) expect(await world.offer(other)).toBe("no-opt-in");
      expect(
        world
          .kept()
          .flat()
          .filter(({ withdrawn }) => !withdrawn),
      ).toEqual([]);
    },
  );

  it("is not that of the person who has the phone next", async () => {
    const world = demandingWorld();
    await world.aConversationWith();
    await world.call(RECORD, anOptIn());
    const next = await world.aConversationWith({ userId: "US.99", phone: "15550177001" });
    await shareOptIns(world.ports, next, conversationFor(SUPPORT, { phone: "15550177001" }));
    await world.call(RECORD, anOptIn({ contact: "US.99" }));
    await world.call(WITHDRAW, aWithdrawal({ contact: USER }));
    expect(await world.offer("US.99")).toBe("queued");
    expect(await world.offer(USER)).toBe("no-opt-in");
  });

  it.each(["before", "after"] as const)(
    "is complete after a crash %s any step, once the call is repeated",
    async (when) => {
      for (let step = 0, done = false; !done; step++) {
        const world = demandingWorld();
        await world.aConversationWith();
        await world.call(RECORD, anOptIn());
        const crash = crashing(world.ports, step, when);
        done = (await world.callWith(crash.ports, WITHDRAW, aWithdrawal())).status === 200;
        expect((await world.call(WITHDRAW, aWithdrawal())).status).toBe(200);
        for (const contact of [PHONE, USER]) expect(await world.offer(contact)).toBe("no-opt-in");
      }
    },
  );

  it("is so in both, when two conversations of the customer become one", () => {
    const one: OptIn = { id: "o1", at: AT, source: "s", text: "t", by: "ann", recordedAt: AT };
    const withdrawn = { ...one, withdrawn: { at: AT + 1, by: "ann", why: "w" } };
    const later = { ...one, withdrawn: { at: AT + 2, by: "ben", why: "x" } };
    expect(mergeOptIns([one], [withdrawn])).toEqual([withdrawn]);
    expect(mergeOptIns([withdrawn], [one])).toEqual([withdrawn]);
    expect(mergeOptIns([later], [withdrawn])).toEqual([withdrawn]);
  });

  it.each([
    [{ number: "nobody" }, 400, "unknown-number"],
    [{ id: "another" }, 404, "unknown-opt-in"],
    [{ contact: "+15550177009" }, 404, "unknown-opt-in"],
    [{ why: " " }, 400, "bad-request"],
    [{ why: "two\nlines" }, 400, "bad-request"],
  ])("is refused with %j", async (change, status, error) => {
    const world = demandingWorld();
    await world.call(RECORD, anOptIn());
    expect(await world.call(WITHDRAW, aWithdrawal(change))).toMatchObject({ status, json: { error } });
    expect(await world.offer()).toBe("queued");
  });
});
