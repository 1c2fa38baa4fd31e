import { describe, expect, it } from "@jest/globals";
import { MUTATIONS, UNBOUNDED } from "./mutations.ts";
import { NOTICED_IN } from "./noticed-in.ts";
import { isLink } from "./pictures.ts";
import { inThenOutThenIn } from "./rollouts.ts";
import { crashRun, type Run, randomRun } from "./run.ts";
import { fixedScenario } from "./scenario.ts";
import type { Fate } from "./scheduler.ts";
import type { Sabotage } from "./world.ts";

/** Separate tests: a slow or busy machine has time for each. */
const RANDOM_RUNS = Array.from({ length: 8 }, (_, at) => ({ first: at * 250 + 1, last: at * 250 + 250 }));
/** Robots write much, and their runs take long. */
const FEW_FLOODS = 0.01;

async function stepsOf(scenario: ReturnType<typeof fixedScenario>, parts: readonly number[]) {
  const { broken, steps } = await crashRun(scenario, new Map(), parts);
  expect(broken).toEqual([]);
  return steps;
}

describe("every promise holds", () => {
  it("whichever step of a two-message conversation crashes or fails", async () => {
    const scenario = fixedScenario(0, 20_000);
    const parts = [1, 3];
    const steps = await stepsOf(scenario, parts);
    for (let step = 0; step < steps; step++)
      for (const fate of ["crash", "fail"] as const) {
        const { broken, trace } = await crashRun(scenario, new Map([[step, fate]]), parts);
        if (broken.length > 0)
          throw new Error(`${fate} at step ${step}: ${broken.join("; ")}\n${trace().join("\n")}`);
      }
    expect(steps).toBeGreaterThan(40);
  });

  it.each(["at once", "later"] as const)(
    "whichever step of a conversation crashes or fails whose pictures are refused %s: each has its link",
    async (how) => {
      const scenario = fixedScenario(0, 20_000);
      const parts = [1, 2];
      const linksOf = ({ world }: Run) =>
        world.provider.accepted.filter(({ text, arrives }) => arrives && isLink(text));
      const undisturbed = await crashRun(scenario, new Map(), parts, how);
      const links = linksOf(undisturbed).length;
      expect([undisturbed.broken, links > 1]).toEqual([[], true]);
      for (let step = 0; step < undisturbed.steps; step++)
        for (const fate of ["crash", "fail"] as const) {
          const run = await crashRun(scenario, new Map([[step, fate]]), parts, how);
          const found = [...run.broken, ...(linksOf(run).length === 0 ? ["no link arrived"] : [])];
          if (found.length > 0)
            throw new Error(`${fate} at step ${step}: ${found.join("; ")}\n${run.trace().join("\n")}`);
        }
    },
  );

  it.each([true, false])(
    "whichever step of a turn with two voice notes crashes or fails, with keywords in voice: %s",
    async (inVoice) => {
      const { inbound, ...rest } = fixedScenario(0, 600, 30_000);
      const spoken = inbound.map((message, at) => ({
        ...message,
        media: { kinds: ["voice" as const], ...(at === 2 && { says: "stop" as const }) },
      }));
      const scenario = { ...rest, inbound: spoken, inVoice };
      const parts = [3];
      const steps = await stepsOf(scenario, parts);
      for (let step = 0; step < steps; step++)
        for (const fate of ["crash", "fail"] as const) {
          const { broken, trace } = await crashRun(scenario, new Map([[step, fate]]), parts);
          if (broken.length > 0)
            throw new Error(`${fate} at step ${step}: ${broken.join("; ")}\n${trace().join("\n")}`);
        }
      expect(steps).toBeGreaterThan(60);
    },
  );

  it.each([
    ["crash", 0, "crash"],
    ["crash", 1, "crash"],
    ["fail", 0, "crash"],
    ["fail", 1, "crash"],
    ["crash", 0, "fail"],
    ["crash", 1, "fail"],
  ] satisfies [Fate, 0 | 1, Fate][])(
    "whichever two steps of a one-message conversation go wrong: %s at every other one from %i, then %s",
    async (one, from, other) => {
      const scenario = fixedScenario(0);
      const parts = [1];
      const steps = await stepsOf(scenario, parts);
      let runs = 0;
      for (let first = from; first < steps; first += 2)
        for (let second = first + 1; second < steps + 30; second++) {
          const fates = new Map<number, Fate>([
            [first, one],
            [second, other],
          ]);
          const { broken, trace, steps: taken } = await crashRun(scenario, fates, parts);
          runs++;
          if (broken.length > 0)
            throw new Error(
              `${one} at ${first}, ${other} at ${second}: ${broken.join("; ")}\n${trace().join("\n")}`,
            );
          // It was over before the second: later ones come to the same run.
          if (taken <= second) break;
        }
      expect(runs).toBeGreaterThan(700);
    },
  );

  it("whichever two steps crash of a customer who leaves the rollout and comes back", async () => {
    const scenario = inThenOutThenIn(fixedScenario(0));
    const parts = [1];
    const steps = await stepsOf(scenario, parts);
    let leftOut = 0;
    for (let first = 0; first < steps; first++)
      for (let second = first + 1; second < steps + 30; second++) {
        const fates = new Map<number, Fate>([first, second].map((step) => [step, "crash"]));
        const { broken, trace, steps: taken, world } = await crashRun(scenario, fates, parts);
        if (broken.length > 0)
          throw new Error(`crash at ${first} and ${second}: ${broken.join("; ")}\n${trace().join("\n")}`);
        leftOut += world.leftOutAt.size;
        if (taken <= second) break;
      }
    expect(leftOut).toBeGreaterThan(0);
  });

  it.each(RANDOM_RUNS)("in random runs, seeds $first to $last", async ({ first, last }) => {
    for (let seed = first; seed <= last; seed++) {
      const { broken, trace } = await randomRun(seed, undefined, FEW_FLOODS);
      if (broken.length > 0)
        throw new Error(
          `seed ${seed}: ${broken.join("; ")}\nagain: npm run simulate -- --runs 1 --seed ${seed}\n${trace().join("\n")}`,
        );
    }
  });

  it("and the same seed gives the same run", async () => {
    const [one, two] = [await randomRun(77), await randomRun(77)];
    expect(one.trace()).toEqual(two.trace());
    expect(one.steps).toBeGreaterThan(20);
  });
});

/** Any of the first `seeds` will do; those that are known to notice come first, since the others take long. */
async function isNoticed(bug: string, sabotage: Sabotage, seeds: number, floods: number): Promise<boolean> {
  const known = NOTICED_IN[bug] ?? [];
  for (const seed of [...known, ...Array.from({ length: seeds }, (_, at) => at + 1)]) {
    const { broken } = await randomRun(seed, sabotage, floods);
    if (broken.length > 0) return true;
  }
  return false;
}

describe("the simulation notices when", () => {
  it.each(Object.entries(MUTATIONS))("%s", async (bug, sabotage) => {
    expect(await isNoticed(bug, sabotage, 3_000, 0)).toBe(true);
  });

  it.each(Object.entries(UNBOUNDED))("%s", async (bug, sabotage) => {
    expect(await isNoticed(bug, sabotage, 100, 1)).toBe(true);
  });

  it("and each bug whose seeds are listed is one of these", () => {
    expect(Object.keys({ ...MUTATIONS, ...UNBOUNDED })).toEqual(
      expect.arrayContaining(Object.keys(NOTICED_IN)),
    );
  });
});
