import { describe, expect, it } from "@jest/globals";
import { conversationId, numberName } from "../../lib/domain/ids.ts";
import type { StoredRollout } from "../../lib/domain/rollout/rollout.ts";
import { aConversation, unique } from "../support/make.ts";
import { atOnce, NOW, type Store } from "./store.ts";

const aRollout = (change: Partial<StoredRollout> = {}): StoredRollout => ({
  percent: 12.5,
  contacts: [conversationId("listed")],
  others: "handoff",
  drafts: true,
  by: "arn",
  at: NOW,
  ...change,
});

export function rolloutsContract(name: string, open: () => Store) {
  describe(`${name} keeps the rollout of a number`, () => {
    it("seen by the next load and right before a send, beside the switch", async () => {
      const { rollouts, switches, conversations } = open();
      const [mine, other] = [numberName(unique("number")), numberName(unique("number"))];
      expect(await rollouts.find(mine)).toBeUndefined();
      expect(await rollouts.replace(mine, aRollout(), undefined)).toBe(true);
      await switches.set(mine, true, "arn", NOW);
      expect(await rollouts.find(mine)).toEqual(aRollout());
      expect(await switches.current(mine)).toEqual({ off: true, rollout: aRollout() });
      expect(await conversations.load(aConversation(), mine)).toMatchObject({
        switchedOff: true,
        rollout: aRollout(),
      });
      expect(await switches.current(other)).toEqual({ off: false });
      expect((await conversations.load(aConversation(), other)).rollout).toBeUndefined();
    });

    it("and of several who change the same one at once writes one", async () => {
      const { rollouts } = open();
      const mine = numberName(unique("number"));
      const first = aRollout();
      expect(await atOnce(5, () => rollouts.replace(mine, first, undefined))).toContain(true);
      const written = await atOnce(5, (index) =>
        rollouts.replace(mine, aRollout({ percent: index, at: NOW + 1 + index }), first),
      );
      expect(written.filter(Boolean)).toHaveLength(1);
      expect(await rollouts.replace(mine, aRollout({ at: NOW + 9 }), undefined)).toBe(false);
      expect((await rollouts.find(mine))?.percent).toBe(written.indexOf(true));
    });
  });
}
