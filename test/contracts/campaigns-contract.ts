import { describe, expect, it } from "@jest/globals";
import { numberName } from "../../lib/domain/ids.ts";
import { aConversation, unique } from "../support/make.ts";
import { atOnce, NOW, type Store } from "./store.ts";

const HOUR = 3_600_000;

export function campaignsContract(name: string, open: () => Store) {
  const aNumber = () => numberName(unique("number"));

  describe(`${name} keeps mailings`, () => {
    it("claims each conversation for exactly one of many at once, campaign by campaign", async () => {
      const { campaigns } = open();
      const [campaign, conversation, number] = [unique("spring"), aConversation(), aNumber()];
      const answers = await atOnce(8, () => campaigns.claim(campaign, conversation, number, "out"));
      expect(answers.filter((answer) => answer === "new")).toHaveLength(1);
      expect(answers.filter((answer) => answer !== "new")).toEqual(
        Array(7).fill({ conversation, outbound: "out", state: "waiting" }),
      );
      expect(await campaigns.claim(`${campaign}2`, conversation, number, "out")).toBe("new");
      expect(await campaigns.jobs(campaign)).toEqual([{ conversation, outbound: "out", state: "waiting" }]);
    });

    it("ends each job once; only what seemed sent may still fail", async () => {
      const { campaigns } = open();
      const [campaign, one, two, number] = [unique("spring"), aConversation(), aConversation(), aNumber()];
      await campaigns.claim(campaign, one, number, "a");
      await campaigns.claim(campaign, two, number, "b");
      await campaigns.end(campaign, one, { state: "sent" });
      await campaigns.end(campaign, one, { state: "cancelled", code: "late" });
      await campaigns.end(campaign, two, { state: "sent" });
      await campaigns.end(campaign, two, { state: "failed", code: "131026" });
      await campaigns.end(campaign, two, { state: "sent" });
      await campaigns.end(campaign, aConversation(), { state: "sent" });
      const jobs = await campaigns.jobs(campaign);
      expect(jobs).toHaveLength(2);
      expect(await campaigns.claim(campaign, two, number, "c")).toEqual({
        conversation: two,
        outbound: "b",
        state: "failed",
        code: "131026",
      });
      expect(jobs).toEqual(
        expect.arrayContaining([
          { conversation: one, outbound: "a", state: "sent" },
          { conversation: two, outbound: "b", state: "failed", code: "131026" },
        ]),
      );
    });
  });

  describe(`${name} counts what the business begins`, () => {
    it("by number and within the time, and forgets none of many at once", async () => {
      const { allowance } = open();
      const [mine, other] = [aNumber(), aNumber()];
      await atOnce(8, () => allowance.add(mine, NOW));
      await allowance.add(mine, NOW - 23 * HOUR);
      await allowance.add(mine, NOW - 26 * HOUR);
      await allowance.add(other, NOW);
      expect(await allowance.usedSince(mine, NOW - 24 * HOUR, NOW)).toBe(9);
      expect(await allowance.usedSince(mine, NOW + 2 * HOUR, NOW + 3 * HOUR)).toBe(0);
    });
  });
}
