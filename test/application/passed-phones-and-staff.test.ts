import { describe, expect, it } from "@jest/globals";
import { idOf } from "../support/customer-world.ts";
import { SUPPORT } from "../support/engine-world.ts";
import {
  BARE,
  byConversation,
  byPhone,
  byUser,
  DANA,
  NEW_PHONE,
  PHONE,
  passedPhoneWorld,
  ROBIN,
} from "../support/passed-phone-world.ts";

/** How Dana leaves the phone. */
const WAYS = ["movesByNote", "movesSilently"] as const;

/** The phone has passed from Dana to Robin, known by a user id; both have agreed to offers. */
async function passedOn({ beganByPhone = false } = {}) {
  const world = passedPhoneWorld();
  if (beganByPhone) await world.says(BARE, "hi");
  await world.says(DANA, "hello");
  await world.optIn(byUser("US.1"), "Dana's form");
  await world.says(ROBIN, "hello");
  await world.optIn(byUser("US.7"), "Robin's form");
  return world;
}

/** Dana has left the phone, at which somebody writes whose user id is unknown. */
async function leftTo(way: (typeof WAYS)[number]) {
  const world = passedPhoneWorld();
  await world.says(DANA, "hello");
  await world.optIn(byUser("US.1"), "Dana's form");
  await world[way]();
  await world.says(BARE, "I am new at this number");
  return world;
}

describe.each([false, true])(
  "who had a phone that has passed on (began by the phone alone: %s)",
  (beganByPhone) => {
    it.each([byUser("US.1"), byConversation(DANA)])(
      "is erased by %j without the opt-ins, the opt-out and the listing of who has it now",
      async (contact) => {
        const world = await passedOn({ beganByPhone });
        await world.says(ROBIN, "STOP");
        const listed = { percent: 0, contacts: [idOf(BARE)], others: "silent" as const, drafts: false };
        await world.staff.rollouts.replace(SUPPORT, { ...listed, by: "ann", at: 1 }, undefined);
        await world.forget(contact);
        expect(world.optInsOf(DANA)).toEqual([]);
        expect([world.optInsOf(ROBIN), world.optInsOf(BARE)]).toEqual([["Robin's form"], ["Robin's form"]]);
        expect(await world.staff.directory.byName(idOf(BARE))).toBe(idOf(ROBIN));
        expect((await world.staff.rollouts.find(SUPPORT))?.contacts).toEqual([idOf(BARE)]);
        for (const robin of [byPhone(PHONE), byUser("US.7")])
          expect(await world.offers(robin)).toBe("opted-out");
      },
    );

    it("is exported without the opt-ins of who has it now", async () => {
      const world = await passedOn({ beganByPhone });
      const dana = JSON.stringify(await world.exported(byUser("US.1")));
      expect(dana).toContain("Dana's form");
      expect(dana).not.toContain("Robin's form");
      const robin = JSON.stringify(await world.exported(byPhone(PHONE)));
      expect(robin).toContain("Robin's form");
      expect(robin).not.toContain("Dana's form");
    });

    it.each([byUser("US.1"), byConversation(DANA)])(
      "gets no template by %j: it would reach the other",
      async (contact) => {
        const world = await passedOn({ beganByPhone });
        expect(await world.offers(contact)).toBe("unknown-contact");
        expect(await world.offers(byUser("US.7"))).toEqual(ROBIN);
      },
    );
  },
);

describe.each(WAYS)("somebody at a phone that its customer has left (%s)", (way) => {
  it("gets neither the customer's session nor the customer's conversation", async () => {
    const world = await leftTo(way);
    const [dana, robin] = [
      await world.staff.controls.read(idOf(DANA)),
      await world.staff.controls.read(idOf(BARE)),
    ];
    expect(robin.conversation).toBe(idOf(BARE));
    expect(dana.sessionId).toBe(PHONE);
    expect(robin.sessionId).not.toBe(PHONE);
    expect(world.sessions).toEqual([PHONE, PHONE, robin.sessionId]);
    await world.says(BARE, "me again");
    expect(world.sessions.at(-1)).toBe(robin.sessionId);
  });

  it("does not inherit the customer's opt-in, having written or not", async () => {
    const world = passedPhoneWorld();
    await world.says(DANA, "hello");
    await world.optIn(byUser("US.1"), "Dana's form");
    await world[way]();
    expect(await world.offers(byPhone(PHONE))).toBe("no-opt-in");
    expect(await world.offers(byPhone(NEW_PHONE))).toMatchObject({ phone: NEW_PHONE });
    await world.says(BARE, "I am new at this number");
    expect(await world.offers(byPhone(PHONE))).toBe("no-opt-in");
    expect(world.optInsOf(BARE)).toEqual([]);
    expect(world.optInsOf({ phone: NEW_PHONE })).toEqual(["Dana's form"]);
    expect(world.table.optIns.get(idOf(DANA))?.copies).not.toContain(idOf(BARE));
  });

  it("has opt-ins of their own, whatever becomes of the customer's", async () => {
    const world = await leftTo(way);
    expect(await world.optIn(byPhone(PHONE), "Robin's form")).toMatchObject({ optIns: 1 });
    expect(await world.withdraw(byUser("US.1"))).toMatchObject({ withdrawn: 1 });
    expect(await world.offers(byPhone(PHONE))).toEqual(BARE);
    expect(await world.offers(byPhone(NEW_PHONE))).toBe("no-opt-in");
  });

  it("keeps everything when the customer is erased, and is in no export of the customer", async () => {
    const world = await leftTo(way);
    await world.optIn(byPhone(PHONE), "Robin's form");
    expect(JSON.stringify(await world.exported(byUser("US.1")))).not.toMatch(/Robin's form|I am new/);
    await world.forget(byUser("US.1"));
    expect((await world.staff.controls.read(idOf(BARE))).customer).toEqual(BARE);
    expect(world.optInsOf(BARE)).toEqual(["Robin's form"]);
    expect([world.optInsOf(DANA), world.optInsOf({ phone: NEW_PHONE })]).toEqual([[], []]);
  });

  it("is erased, exported and withdrawn from by the phone without the customer", async () => {
    const world = await leftTo(way);
    await world.optIn(byPhone(PHONE), "Robin's form");
    expect(JSON.stringify(await world.exported(byPhone(PHONE)))).not.toMatch(/Dana's form|hello/);
    expect(await world.withdraw(byPhone(PHONE))).toEqual({ withdrawn: 1, optIns: 0 });
    expect(await world.offers(byPhone(NEW_PHONE))).toMatchObject({ phone: NEW_PHONE });
    expect(await world.forget(byPhone(PHONE))).toEqual([idOf(BARE)]);
    expect((await world.staff.controls.read(idOf(DANA))).customer).toBeDefined();
  });

  it("who never wrote, but has agreed to offers, is not taken for the customer either", async () => {
    const world = passedPhoneWorld();
    await world.says(DANA, "hello");
    await world.optIn(byUser("US.1"), "Dana's form");
    await world[way]();
    await world.optIn(byPhone(PHONE), "Robin's form");
    expect(JSON.stringify(await world.exported(byPhone(PHONE)))).not.toMatch(/Dana's form|hello/);
    expect(await world.offers(byPhone(PHONE))).toEqual(BARE);
    await world.forget(byUser("US.1"));
    expect(world.optInsOf(BARE)).toEqual(["Robin's form"]);
    expect(await world.forget(byPhone(PHONE))).toEqual([idOf(BARE)]);
    expect(world.table.optIns.size).toBe(0);
  });

  it("is not put with the customer's conversation once that is erased", async () => {
    const world = passedPhoneWorld();
    await world.says(DANA, "hello");
    await world[way]();
    await world.forget(byUser("US.1"));
    await world.says(BARE, "I am new at this number");
    expect((await world.staff.controls.read(idOf(BARE))).conversation).toBe(idOf(BARE));
  });
});

describe("a customer whose phone another person has had and left", () => {
  it("gets templates", async () => {
    const world = await passedOn();
    await world.says({ userId: "US.7", phone: NEW_PHONE }, "this is my new number");
    expect(await world.offers(byUser("US.1"))).toEqual(DANA);
  });
});

describe("a phone that its customer has left, and nobody else is known to have", () => {
  it.each(WAYS)("still finds the customer for an erasure (%s)", async (way) => {
    const world = passedPhoneWorld();
    await world.says(DANA, "hello");
    await world[way]();
    expect(await world.forget(byPhone(PHONE))).toContain(idOf(DANA));
  });
});
