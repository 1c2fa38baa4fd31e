import { describe, expect, it } from "@jest/globals";
import { numberName } from "../../lib/domain/ids.ts";
import { aConversation, unique } from "../support/make.ts";
import { NOW, type Store } from "./store.ts";

export function switchesContract(name: string, open: () => Store) {
  const aNumber = () => numberName(unique("number"));

  describe(`${name} switches numbers off`, () => {
    it("one by one, seen by the next load, whether or not the number is suspended", async () => {
      const { switches, conversations } = open();
      const [mine, other, conversation] = [aNumber(), aNumber(), aConversation()];
      await conversations.suspendNumber(mine, NOW + 1, "190");
      await switches.set(mine, true, "arn", NOW);
      expect(await conversations.load(conversation, mine)).toMatchObject({
        switchedOff: true,
        suspendedUntil: NOW + 1,
      });
      expect((await conversations.load(conversation, other)).switchedOff).toBeUndefined();
      expect([await switches.current(mine), await switches.current(other)]).toEqual([
        { off: true },
        { off: false },
      ]);
      await switches.set(mine, false, "arn", NOW + 1);
      expect((await conversations.load(conversation, mine)).switchedOff).toBeUndefined();
    });

    it("all at once, whatever each of them is set to", async () => {
      const { switches, conversations } = open();
      const mine = aNumber();
      await switches.set(mine, false, "arn", NOW);
      await switches.set("*", true, "arn:2", NOW + 1);
      expect((await switches.current(mine)).off).toBe(true);
      expect((await conversations.load(aConversation(), mine)).switchedOff).toBe(true);
      const unset = aNumber();
      expect(await switches.list([mine, unset])).toEqual([
        { number: "*", off: true, by: "arn:2", at: NOW + 1 },
        { number: mine, off: false, by: "arn", at: NOW },
        { number: unset, off: false },
      ]);
      await switches.set("*", false, "arn", NOW + 2);
      expect((await switches.current(mine)).off).toBe(false);
    });
  });
}
