import { describe, expect, it } from "@jest/globals";
import { shareOptIns } from "../../../lib/application/identity/share-opt-ins.ts";
import { aConsentChange } from "../../contracts/store.ts";
import { crashing } from "../../support/crashing.ts";
import { STAFF } from "../../support/operator-event.ts";
import {
  aTemplate,
  conversationFor,
  DANA,
  operatorWorld,
  SALES,
  SUPPORT,
} from "../../support/operator-world.ts";

const RECORD = "POST /conversations/opt-ins" as const;
const SEND = "POST /conversations/templates" as const;
const NOW_AT = 1_764_000_000_000;
const PHONE = "+15550177001";
const USER = "US.41002003004005006007";

const anOptIn = (change: object = {}) => ({
  number: "support",
  contact: PHONE,
  source: "Form at example.com/news",
  text: "Offers by WhatsApp",
  at: NOW_AT,
  ...change,
});
const aSale = (change: object = {}) => ({
  number: "support",
  contact: PHONE,
  template: { name: "sale", values: {} },
  ...change,
});

/** The settings demand opt-ins. */
function demandingWorld(category: string | undefined = "MARKETING") {
  const world = operatorWorld({ requiresOptIn: true });
  const { category: _, ...template } = aTemplate({ name: "sale", body: { text: "Sale", placeholders: [] } });
  world.catalogue.templates = [category === "none" ? template : { ...template, category }];
  const offer = async (change: object = {}) => {
    const { status, json } = await world.call(SEND, aSale(change));
    return json.result === "skipped" ? json.reason : (json.error ?? (status === 202 ? json.result : status));
  };
  return { ...world, offer };
}

describe("an opt-in", () => {
  it("is kept with source, text, date and who recorded it when, for a customer who never wrote", async () => {
    const world = operatorWorld();
    const conversation = conversationFor(SUPPORT, { phone: "15550177001" });
    expect(await world.call(RECORD, anOptIn())).toMatchObject({
      status: 200,
      json: { conversation, result: "recorded", optIns: 1 },
    });
    expect(world.table.optIns.get(conversation)).toEqual({
      optIns: [
        {
          id: expect.any(String),
          at: NOW_AT,
          source: "Form at example.com/news",
          text: "Offers by WhatsApp",
          by: STAFF,
          recordedAt: world.clock.time,
        },
      ],
    });
    expect(JSON.stringify([...world.table.optIns])).not.toContain("15550177001");
    expect(JSON.stringify(world.telemetry)).not.toContain("example.com");
    expect(world.turnQueue.sent).toEqual([]);
  });

  it("counts once however often it is recorded; others are further ones, of which the latest twenty are kept", async () => {
    const world = operatorWorld();
    await world.call(RECORD, anOptIn());
    expect((await world.call(RECORD, anOptIn())).json).toMatchObject({ result: "repeated", optIns: 1 });
    for (let day = 1; day <= 21; day++) await world.call(RECORD, anOptIn({ at: NOW_AT + day * 86_400_000 }));
    expect((await world.call(RECORD, anOptIn())).json).toMatchObject({ result: "repeated", optIns: 20 });
    const [kept] = [...world.table.optIns.values()];
    expect(kept?.optIns.map(({ at }) => (at - NOW_AT) / 86_400_000)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 2),
    );
  });

  it("without a date is of now, and a new one each time, unless the caller's id says otherwise", async () => {
    const world = operatorWorld();
    const { at: _, ...today } = anOptIn();
    await world.call(RECORD, today);
    expect((await world.call(RECORD, today)).json.optIns).toBe(2);
    await world.call(RECORD, { ...today, id: "mine" });
    expect((await world.call(RECORD, { ...today, id: "mine" })).json).toMatchObject({
      result: "repeated",
      optIns: 3,
    });
    expect([...world.table.optIns.values()][0]?.optIns[0]?.at).toBe(world.clock.time);
  });

  it.each([
    [{ number: "nobody" }, 400, "unknown-number"],
    [{ contact: "not-a-conversation" }, 404, "unknown-contact"],
    [{ source: " " }, 400, "bad-request"],
    [{ source: "two\nlines" }, 400, "bad-request"],
    [{ text: "" }, 400, "bad-request"],
    [{ text: "x".repeat(1001) }, 400, "bad-request"],
    [{ at: 1_764_000_000 }, 400, "bad-request"],
    [{ at: 9_999_999_999_999 }, 400, "opt-in-in-future"],
  ])("is refused with %j", async (change, status, error) => {
    const world = operatorWorld();
    expect(await world.call(RECORD, anOptIn(change))).toMatchObject({ status, json: { error } });
    expect(world.table.optIns.size).toBe(0);
  });

  it("of a phone that a customer no longer has is not that customer's", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    const { state } = await world.ports.conversations.load(conversation);
    await world.ports.conversations.save({ ...state, customer: { ...DANA, phone: "15550177009" } }, []);
    await world.call(RECORD, anOptIn());
    expect([...world.table.optIns.keys()]).toEqual([conversationFor(SUPPORT, { phone: "15550177001" })]);
  });
});

describe("a marketing template, where the settings demand an opt-in", () => {
  it.each([PHONE, USER])("goes only to a customer with one, recorded by %s", async (contact) => {
    const world = demandingWorld();
    await world.aConversationWith();
    expect(await world.offer()).toBe("no-opt-in");
    expect(await world.offer({ campaign: "spring" })).toBe("no-opt-in");
    await world.call(RECORD, anOptIn({ contact }));
    for (const other of [PHONE, USER]) expect(await world.offer({ contact: other })).toBe("queued");
    expect(await world.offer({ campaign: "spring" })).toBe("queued");
  });

  it("goes to a customer who never wrote, by either spelling of the phone, and from that number alone", async () => {
    const world = demandingWorld();
    await world.call(RECORD, anOptIn({ contact: "+5215512345678" }));
    expect(await world.offer({ contact: "+5255 1234 5678" })).toBe("queued");
    expect(await world.offer({ contact: "+525512345679" })).toBe("no-opt-in");
    expect(await world.offer({ contact: "+5215512345678", number: SALES })).toBe("no-opt-in");
  });

  it.each(["UTILITY", "AUTHENTICATION", "utility"])("does not concern %s", async (category) => {
    expect(await demandingWorld(category).offer()).toBe("queued");
  });

  it.each(["none", "", "PROMOTION"])(
    "and a template of category “%s” goes to nobody: it may be one",
    async (category) => {
      const world = demandingWorld(category);
      await world.call(RECORD, anOptIn());
      expect(await world.offer()).toBe("unknown-category");
      expect((await world.call(SEND, aSale())).status).toBe(422);
      expect(world.turnQueue.sent).toEqual([]);
    },
  );

  it("and goes to everybody where they do not", async () => {
    const world = operatorWorld();
    world.catalogue.templates = [
      aTemplate({ name: "sale", category: "MARKETING", body: { text: "S", placeholders: [] } }),
    ];
    expect((await world.call(SEND, aSale())).status).toBe(202);
  });

  it.each(["all", "templates"] as const)(
    "does not go to a customer who said stop (%s), whenever the opt-in is dated or recorded, until the customer says start",
    async (scope) => {
      const world = demandingWorld();
      const conversation = await world.aConversationWith();
      await world.call(RECORD, anOptIn());
      const at = world.clock.time;
      await world.ports.controls.changeConsent(conversation, aConsentChange("stop", { scope, at }));
      const reason = scope === "all" ? "opted-out" : "no-templates";
      expect(await world.offer()).toBe(reason);
      world.clock.time += 60_000;
      expect((await world.call(RECORD, anOptIn({ at: world.clock.time }))).json).toMatchObject({
        result: "recorded",
        blocked: reason,
      });
      expect(await world.offer()).toBe(reason);
      await world.ports.controls.changeConsent(
        conversation,
        aConsentChange("start", { at: world.clock.time }),
      );
      expect(await world.offer()).toBe("queued");
    },
  );

  it("does not take START alone for an opt-in", async () => {
    const world = demandingWorld();
    const conversation = await world.aConversationWith();
    await world.ports.controls.changeConsent(conversation, aConsentChange("start", { at: world.clock.time }));
    expect(await world.offer()).toBe("no-opt-in");
  });
});

describe("an opt-in of a customer who changes", () => {
  const OTHER = "US.99";

  it("is found under the other ids, and by the phone when the conversation has expired", async () => {
    const world = demandingWorld();
    const [conversation, byPhone] = [
      await world.aConversationWith(),
      conversationFor(SUPPORT, { phone: "15550177001" }),
    ];
    await world.call(RECORD, anOptIn({ contact: USER }));
    expect(world.table.optIns.get(byPhone)).toMatchObject({ owner: conversation });
    world.table.states.delete(conversation);
    world.table.names.clear();
    expect(await world.offer()).toBe("queued");
    expect(await world.offer({ contact: USER })).toBe("queued");
  });

  it("is not that of the person who has the phone next", async () => {
    const world = demandingWorld();
    const [dana, byPhone] = [
      await world.aConversationWith(),
      conversationFor(SUPPORT, { phone: "15550177001" }),
    ];
    await world.call(RECORD, anOptIn());
    const next = await world.aConversationWith({ userId: OTHER, phone: "15550177001" });
    expect(await world.offer({ contact: OTHER })).toBe("no-opt-in");
    await shareOptIns(world.ports, next, byPhone);
    expect(world.table.optIns.get(byPhone)?.optIns ?? []).toEqual([]);
    expect(await world.offer({ contact: OTHER })).toBe("no-opt-in");
    expect(await world.offer({ contact: USER })).toBe("queued");
    expect(world.table.optIns.get(dana)?.optIns).toHaveLength(1);
  });

  it("goes along when the conversation is merged while it is recorded", async () => {
    const world = demandingWorld();
    const before = await world.aConversationWith();
    const after = await world.aConversationWith({ userId: OTHER });
    const { replace } = world.ports.optIns;
    let isFirst = true;
    const optIns: typeof world.ports.optIns = {
      ...world.ports.optIns,
      replace: async (...given) => {
        if (isFirst) await world.mergeInto(after, before);
        isFirst = false;
        return replace(...given);
      },
    };
    const { json } = await world.callWith({ ...world.ports, optIns }, RECORD, anOptIn({ contact: USER }));
    expect(json).toMatchObject({ conversation: after, result: "recorded" });
    expect(world.table.optIns.get(after)?.optIns).toHaveLength(1);
  });

  it.each(["before", "after"] as const)(
    "is complete after a crash %s any step, once the call is repeated",
    async (when) => {
      for (let step = 0, done = false; !done; step++) {
        const world = demandingWorld();
        await world.aConversationWith();
        const crash = crashing(world.ports, step, when);
        const first = await world.callWith(crash.ports, RECORD, anOptIn());
        done = first.status === 200;
        expect((await world.call(RECORD, anOptIn())).status).toBe(200);
        for (const contact of [PHONE, USER]) expect(await world.offer({ contact })).toBe("queued");
        expect([...world.table.optIns.values()].map(({ optIns }) => optIns.length)).toEqual([1, 1]);
      }
    },
  );
});

describe("a contact's opt-ins", () => {
  it.each([PHONE, USER])("are exported and erased by %s, with all copies", async (contact) => {
    const world = operatorWorld();
    await world.aConversationWith();
    await world.call(RECORD, anOptIn());
    const { json } = await world.call("POST /conversations/export", { contact });
    expect(json.conversations.flatMap(({ optIns = [] }: { optIns?: unknown[] }) => optIns)).toContainEqual(
      expect.objectContaining({ source: "Form at example.com/news", by: STAFF }),
    );
    expect((await world.call("POST /conversations/forget", { contact })).status).toBe(200);
    expect(world.table.optIns.size).toBe(0);
  });

  it.each([PHONE, USER])(
    "are exported and erased by %s when the conversation has expired",
    async (contact) => {
      const world = operatorWorld();
      const conversation = await world.aConversationWith();
      await world.call(RECORD, anOptIn());
      world.table.states.delete(conversation);
      world.table.names.clear();
      const { json } = await world.call("POST /conversations/export", { contact });
      expect(JSON.stringify(json)).toContain("example.com/news");
      await world.call("POST /conversations/forget", { contact });
      expect(world.table.optIns.size).toBe(0);
    },
  );

  it("are shown with the conversation", async () => {
    const world = operatorWorld();
    const conversation = await world.aConversationWith();
    await world.call(RECORD, anOptIn());
    const { json } = await world.call(`GET /conversations/${conversation}`);
    expect(json.optIns).toMatchObject([{ source: "Form at example.com/news", at: NOW_AT, by: STAFF }]);
  });

  it("are erased for a customer who never wrote", async () => {
    const world = operatorWorld();
    await world.call(RECORD, anOptIn());
    expect((await world.call("POST /conversations/forget", { contact: PHONE })).status).toBe(200);
    expect(world.table.optIns.size).toBe(0);
    expect(await world.call("POST /conversations/forget", { contact: PHONE })).toMatchObject({
      status: 404,
      json: { error: "unknown-contact" },
    });
  });

  it("leave those of the person who has the phone next alone", async () => {
    const world = operatorWorld();
    const dana = await world.aConversationWith();
    await world.call(RECORD, anOptIn());
    const next = await world.aConversationWith({ userId: "US.99", phone: "15550177001" });
    await shareOptIns(world.ports, next, conversationFor(SUPPORT, { phone: "15550177001" }));
    await world.call(RECORD, anOptIn({ contact: "US.99", source: "Shop" }));
    await world.call("POST /conversations/forget", { contact: USER });
    expect(world.table.optIns.get(dana)).toBeUndefined();
    for (const id of [next, conversationFor(SUPPORT, { phone: "15550177001" })])
      expect(world.table.optIns.get(id)?.optIns).toMatchObject([{ source: "Shop" }]);
  });
});
