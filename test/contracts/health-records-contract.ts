import { describe, expect, it } from "@jest/globals";
import type { HealthRecords } from "../../lib/application/ports/health-records.ts";
import type { NoticeMemory } from "../../lib/domain/health/notice-memory.ts";
import type { RoundMemory } from "../../lib/domain/health/round.ts";

const ROUND: RoundMemory = {
  troubles: {
    key: {
      kind: "warning",
      part: "meta",
      finding: { check: "meta.token", verdict: "warning", evidence: "It ends.", fix: "Make another one." },
      since: 1,
      toldAt: 2,
    },
  },
};

const withOneMore = (memory: NoticeMemory) => ({
  next: { ...memory, mailedAt: [...memory.mailedAt, memory.mailedAt.length] },
});

/** `open` gives records that hold nothing yet. */
export function healthRecordsContract(name: string, open: () => Promise<HealthRecords>) {
  describe(`${name} remembers what people were told`, () => {
    it("of nothing at first", async () => {
      const records = await open();
      expect([await records.round(), await records.notices()]).toEqual([
        { troubles: {} },
        { kept: [], mailedAt: [] },
      ]);
    });

    it("of the last round, and of notices, apart from each other", async () => {
      const records = await open();
      await records.saveRound({ troubles: {} });
      await records.changeNotices(withOneMore);
      await records.saveRound(ROUND);
      expect([await records.round(), await records.notices()]).toEqual([ROUND, { kept: [], mailedAt: [0] }]);
    });

    it("one change after the other, also when many come at once", async () => {
      const records = await open();
      await Promise.all(Array.from({ length: 8 }, () => records.changeNotices(withOneMore)));
      expect((await records.notices()).mailedAt).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    });

    it("and gives the result of the decision that was written", async () => {
      const records = await open();
      const result = await records.changeNotices((memory) => ({ ...withOneMore(memory), answer: 42 }));
      expect(result.answer).toBe(42);
    });
  });
}
