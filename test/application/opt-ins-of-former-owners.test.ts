import { describe, expect, it } from "@jest/globals";
import { idOf } from "../support/customer-world.ts";
import { BARE, byPhone, byUser, DANA, PHONE, passedPhoneWorld } from "../support/passed-phone-world.ts";

/** How Dana leaves the phone. */
const WAYS = ["movesByNote", "movesSilently"] as const;

describe.each(WAYS)(
  "opt-ins that an earlier release left under a phone that its customer has left (%s)",
  (way) => {
    async function aWorld() {
      const world = passedPhoneWorld();
      await world.says(DANA, "hello");
      await world.optIn(byUser("US.1"), "Dana's form");
      const under = world.table.optIns.get(idOf(BARE));
      await world[way]();
      const danas = world.table.optIns.get(idOf(DANA));
      if (!under || !danas) throw new Error("no opt-in is kept");
      world.table.optIns.set(idOf(BARE), under);
      world.table.optIns.set(idOf(DANA), { ...danas, copies: [...(danas.copies ?? []), idOf(BARE)] });
      return { ...world, under };
    }

    it("count for nobody there, and end with the first that is recorded for the phone", async () => {
      const world = await aWorld();
      expect(await world.offers(byPhone(PHONE))).toBe("no-opt-in");
      expect(await world.optIn(byPhone(PHONE), "Robin's form")).toMatchObject({ optIns: 1 });
      expect(await world.offers(byPhone(PHONE))).toEqual(BARE);
      expect(await world.forget(byPhone(PHONE))).toEqual([idOf(BARE)]);
      expect(world.optInsOf(DANA)).toEqual(["Dana's form"]);
    });

    it("end without those of the present owner among them", async () => {
      const world = await aWorld();
      await world.says(BARE, "I am new at this number");
      const [first] = world.under.optIns;
      if (!first) throw new Error("no opt-in is kept");
      const robins = { ...first, id: "robins", source: "Robin's form" };
      world.table.optIns.set(idOf(BARE), { ...world.under, optIns: [first, robins] });
      expect(JSON.stringify(await world.exported(byPhone(PHONE)))).not.toMatch(/Dana's form|hello/);
      await world.optIn(byPhone(PHONE), "Robin's shop");
      expect(world.optInsOf(BARE).sort()).toEqual(["Robin's form", "Robin's shop"]);
      await world.forget(byUser("US.1"));
      expect(world.optInsOf(BARE).sort()).toEqual(["Robin's form", "Robin's shop"]);
    });
  },
);

describe("opt-ins of a customer whose conversation has expired", () => {
  it("end under the phone, too, when they are erased, and leave who writes from it since alone", async () => {
    const world = passedPhoneWorld();
    await world.says(DANA, "hello");
    await world.optIn(byUser("US.1"), "Dana's form");
    for (const kept of [world.table.states, world.table.names, world.table.sessions]) kept.clear();
    await world.says(BARE, "I am new at this number");
    expect(await world.offers(byPhone(PHONE))).toBe("no-opt-in");
    await world.forget(byUser("US.1"));
    expect(world.table.optIns.size).toBe(0);
    expect((await world.staff.controls.read(idOf(BARE))).customer).toEqual(BARE);
  });
});
