import { describe, expect, it } from "@jest/globals";
import type { Customer } from "../../../lib/domain/inbound/inbound.ts";
import { conversationFor, operatorWorld, SALES, SUPPORT } from "../../support/operator-world.ts";

const PHONE = "15550177001";
const DANA: Customer = { userId: "US.1", phone: PHONE };
const ROBIN: Customer = { userId: "US.7", phone: PHONE };

/**
 * Dana and then Robin write to one number from the same phone; at the other number only phones are known.
 * `later`: who wrote last, as far as the times tell.
 */
async function twoNumbers(later: "Robin" | "Dana") {
  const world = operatorWorld();
  const dana = await world.aConversationWith(DANA);
  const sales = await world.aConversationWith({ phone: PHONE }, SALES);
  if (later === "Robin") world.clock.time += 3_600_000;
  const robin = await world.aConversationWith(ROBIN);
  const named = async (act: "export" | "forget", contact: string) => {
    const { json } = await world.call(`POST /conversations/${act}`, { contact });
    return json.conversations.map(({ conversation }: { conversation: string }) => conversation);
  };
  return { ...world, dana, robin, sales, named };
}

describe("a phone that has passed on, at a business with two numbers", () => {
  it.each(["Robin", "Dana"] as const)(
    "leads from who had it to nothing of who has it, though another number knows the phone alone (%s wrote last)",
    async (later) => {
      const { named, dana, robin, ports } = await twoNumbers(later);
      expect(await named("export", "US.1")).not.toContain(robin);
      const forgotten = await named("forget", "US.1");
      expect(forgotten).toContain(dana);
      expect(forgotten).not.toContain(robin);
      expect((await ports.controls.read(robin)).customer).toEqual(ROBIN);
    },
  );

  it("means its present owner at the other number, too", async () => {
    const { named, dana, robin, sales } = await twoNumbers("Robin");
    expect(await named("export", "US.1")).toEqual([dana]);
    for (const contact of ["US.7", `+${PHONE}`])
      expect((await named("export", contact)).sort()).toEqual([robin, sales].sort());
  });

  it("leads to the other number while the same customer has it", async () => {
    const world = operatorWorld();
    const dana = await world.aConversationWith(DANA);
    const sales = await world.aConversationWith({ phone: PHONE }, SALES);
    const atBoth = await world.aConversationWith({ userId: "GB.1", phone: PHONE }, SALES);
    await world.mergeInto(atBoth, sales);
    const { json } = await world.call("POST /conversations/export", { contact: "US.1" });
    const found = json.conversations.map(({ conversation }: { conversation: string }) => conversation);
    expect(found.sort()).toEqual([dana, sales, atBoth].sort());
  });
});

describe("a conversation that is known by the phone alone", () => {
  it("is shown without the opt-ins of who had the phone before", async () => {
    const world = operatorWorld();
    await world.aConversationWith({ ...DANA, phone: "15550177009" });
    const robin = await world.aConversationWith({ phone: PHONE });
    const optIn = { id: "o1", at: 1, source: "Dana's form", text: "Offers", by: "ann", recordedAt: 1 };
    const owner = conversationFor(SUPPORT, DANA);
    await world.ports.optIns.replace(robin, { optIns: [optIn], owner }, undefined);
    expect((await world.call(`GET /conversations/${robin}`)).json.optIns).toBeUndefined();
  });
});
