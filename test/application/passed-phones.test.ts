import { describe, expect, it } from "@jest/globals";
import type { Customer } from "../../lib/domain/inbound/inbound.ts";
import { aNumberWith, DANA, DANA_LATER, idOf } from "../support/customer-world.ts";
import { HOUR, SUPPORT } from "../support/engine-world.ts";

const PHONE: Customer = { phone: "15550177001" };
/** Another person, or Dana after the number has moved to another business portfolio: nobody can tell. */
const ROBIN: Customer = { userId: "US.7", phone: "15550177001" };
const template = { name: "spring", language: "en", preview: "Spring sale" };

/** `lapse`: everything with a TTL is gone; `late`: except an item that DynamoDB has not deleted yet. */
function aNumber(change: Parameters<typeof aNumberWith>[0] = {}) {
  const world = aNumberWith(change);
  const { outbox } = world.engine;
  let ids = 0;
  return {
    ...world,
    lapse({ late }: { late: boolean }) {
      const { states, names, sessions } = world.table;
      for (const [conversation, { version }] of [...states]) {
        states.delete(conversation);
        if (late) states.set(conversation, { conversation, version });
      }
      names.clear();
      sessions.clear();
    },
    /** Returns how it ended. */
    async sends(to: Customer, campaign?: string) {
      const id = `t-${++ids}`;
      const job = {
        id,
        number: SUPPORT,
        at: world.clock.time,
        by: "arn:staff",
        content: { kind: "template" as const, template },
      };
      await outbox.add(idOf(to), { ...job, customer: to, ...(campaign !== undefined && { campaign }) });
      await world.work(to);
      await world.rest();
      return (await outbox.find(idOf(to), id))?.state;
    },
  };
}

describe("a phone from which somebody has sent STOP", () => {
  it.each([undefined, "spring"])(
    "gets no template under another user id, until somebody there says START (mailing: %s)",
    async (campaign) => {
      const world = aNumber();
      await world.says(DANA, "STOP");
      await world.says(ROBIN, "hello");
      expect(world.texts()).toEqual(["text:optedOut", "re: hello"]);
      expect(await world.sends(ROBIN, campaign)).toBe("cancelled");
      await world.says(ROBIN, "START");
      expect(await world.sends(ROBIN, campaign)).toBe("sent");
      expect(world.texts().at(-1)).toBe("Spring sale");
      expect((await world.engine.controls.read(idOf(DANA))).optedOutAt).toBeDefined();
    },
  );

  it("gets no template that was queued before it was sent", async () => {
    const world = aNumber();
    await world.says(ROBIN, "hello");
    await world.engine.controls.keepConsent(idOf(PHONE), {
      id: "w",
      action: "stop",
      scope: "templates",
      source: "preference",
      at: world.clock.time,
    });
    expect(await world.sends(ROBIN)).toBe("cancelled");
  });

  it("gets no re-engagement and no follow-up under another user id", async () => {
    const world = aNumber({
      number: { reengagement: () => template },
      rules: { followUps: [{ afterHours: 2, text: "Anything else?" }] },
    });
    await world.says(DANA, "STOP");
    world.outcomes.push({ kind: "refused", code: "131047", failureAction: "template" });
    await world.says(ROBIN, "hello");
    world.clock.time += 25 * HOUR;
    await world.work(ROBIN);
    await world.rest();
    expect(world.texts()).not.toContain("Spring sale");
  });

  it.each([true, false])(
    "is answered under another user id also when all else has lapsed (deleted late: %s)",
    async (late) => {
      const world = aNumber();
      await world.says(PHONE, "hi");
      await world.says(DANA, "STOP");
      world.lapse({ late });
      await world.says(ROBIN, "hello");
      expect(world.texts()).toEqual(["re: hi", "text:optedOut", "re: hello"]);
      expect(await world.sends(ROBIN)).toBe("cancelled");
    },
  );
});

describe("the conversation of somebody of whom all has lapsed", () => {
  it.each([true, false])("is not joined by who has the phone since (deleted late: %s)", async (late) => {
    const world = aNumber();
    await world.says(PHONE, "hi");
    await world.says(DANA, "it is me");
    world.lapse({ late });
    await world.sends(PHONE);
    await world.says(ROBIN, "hello");
    await world.says(DANA, "my order number is 7");
    const [dana, robin] = [
      await world.engine.controls.read(idOf(DANA)),
      await world.engine.controls.read(idOf(ROBIN)),
    ];
    expect(robin.conversation).not.toBe(dana.conversation);
    expect([dana.customer, robin.customer]).toEqual([DANA, ROBIN]);
  });
});

describe("a message that comes by the phone alone", () => {
  it("is of another person once the phone's owner has moved to another phone", async () => {
    const world = aNumber();
    await world.says(DANA, "hello");
    await world.notes(DANA, DANA_LATER);
    await world.work(DANA);
    await world.says(PHONE, "who is this?");
    expect(world.sent.at(-1)?.to).toEqual(PHONE);
    expect((await world.engine.controls.read(idOf(PHONE))).conversation).toBe(idOf(PHONE));
  });
});

describe("a phone that its owner has left by a note without any user id", () => {
  it("does not bring another person into the owner's conversation", async () => {
    const world = aNumber();
    await world.says(DANA, "hello");
    await world.notes(PHONE, { phone: "15550177009" });
    await world.work(PHONE);
    await world.rest();
    await world.says(ROBIN, "who is this?");
    await world.says({ ...DANA, phone: "15550177009" }, "it is me");
    const [dana, robin] = [
      await world.engine.controls.read(idOf(DANA)),
      await world.engine.controls.read(idOf(ROBIN)),
    ];
    expect(robin.conversation).not.toBe(dana.conversation);
    expect([dana.sessionId, robin.sessionId]).toEqual(["15550177001", "US.7"]);
    expect([dana.customer?.phone, robin.customer]).toEqual(["15550177009", ROBIN]);
  });
});
