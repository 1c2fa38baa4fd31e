import { describe, expect, it } from "@jest/globals";
import { PLANTED_BUGS } from "./planted-bugs.ts";
import { caseOf, fuzz } from "./run.ts";

const BODIES = 2_000;

describe("mangled webhooks", () => {
  it(`are answered, cost no neighbour and leave no trace in the logs: ${BODIES} bodies`, async () => {
    let canaries = 0;
    let references = 0;
    for (let seed = 1; seed <= BODIES; seed++) {
      const each = caseOf(seed);
      const found = await fuzz(each);
      if (found.length > 0)
        throw new Error(`seed ${seed}: ${found.join("; ")}\nagain: npm run fuzz -- --runs 1 --seed ${seed}`);
      canaries += each.canaries.length;
      references += each.references.length;
    }
    // Else the bodies would be so broken that nothing in them could be lost.
    expect(canaries).toBeGreaterThan(BODIES);
    expect(references).toBeGreaterThan(BODIES / 2);
  });

  it("are the same for the same seed", () => {
    for (const seed of [1, 2, 3, 77]) expect(caseOf(seed).raw.equals(caseOf(seed).raw)).toBe(true);
    expect(caseOf(1).raw.equals(caseOf(2).raw)).toBe(false);
  });
});

describe("the fuzz notices", () => {
  it.each(Object.entries(PLANTED_BUGS))("%s", async (_, bug) => {
    for (let seed = 1; seed <= BODIES; seed++) if ((await fuzz(caseOf(seed), bug)).length > 0) return;
    throw new Error(`${BODIES} bodies showed nothing`);
  });
});
