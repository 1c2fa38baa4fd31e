import { describe, expect, it } from "@jest/globals";
import { MUTATIONS, UNBOUNDED } from "./mutations.ts";
import { isLink } from "./pictures.ts";
import { crashRun, type Run, randomRun } from "./run.ts";
import { fixedScenario } from "./scenario.ts";
import type { Fate } from "./scheduler.ts";

/** Separate tests: a slow or busy machine has time for each. */
const RANDOM_RUNS = [1, 501, 1_001, 1_501].map((first) => ({ first, last: first + 499 }));
/** Robots write much, and their runs take long. */
const FEW_FLOODS = 0.01;

async function stepsOf(scenario: ReturnType<typeof fixedScenario>) {
  const { broken, steps } = await crashRun(scenario, new Map());
  expect(broken).toEqual([]);
  return steps;
}

describe("every promise holds", () => {
  it("whichever step of a two-message conversation crashes or fails", async () => {
    const scenario = fixedScenario(0, 20_000);
    const steps = await stepsOf(scenario);
    for (let step = 0; step < steps; step++)
      for (const fate of ["crash", "fail"] as const) {
        const { broken, trace } = await crashRun(scenario, new Map([[step, fate]]));
        if (broken.length > 0)
          throw new Error(`${fate} at step ${step}: ${broken.join("; ")}\n${trace().join("\n")}`);
      }
    expect(steps).toBeGreaterThan(40);
  });

  it.each(["at once", "later"] as const)(
    "whichever step of a conversation crashes or fails whose pictures are refused %s: each has its link",
    async (how) => {
      const scenario = fixedScenario(0, 20_000);
      const linksOf = ({ world }: Run) =>
        world.provider.accepted.filter(({ text, arrives }) => arrives && isLink(text));
      const undisturbed = await crashRun(scenario, new Map(), how);
      const links = linksOf(undisturbed).length;
      expect([undisturbed.broken, links > 1]).toEqual([[], true]);
      for (let step = 0; step < undisturbed.steps; step++)
        for (const fate of ["crash", "fail"] as const) {
          const run = await crashRun(scenario, new Map([[step, fate]]), how);
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
      const steps = await stepsOf(scenario);
      for (let step = 0; step < steps; step++)
        for (const fate of ["crash", "fail"] as const) {
          const { broken, trace } = await crashRun(scenario, new Map([[step, fate]]));
          if (broken.length > 0)
            throw new Error(`${fate} at step ${step}: ${broken.join("; ")}\n${trace().join("\n")}`);
        }
      expect(steps).toBeGreaterThan(60);
    },
  );

  it.each([
    ["crash", "crash"],
    ["fail", "crash"],
    ["crash", "fail"],
  ] satisfies [Fate, Fate][])(
    "whichever two steps of a one-message conversation go wrong: %s, then %s",
    async (one, other) => {
      const scenario = fixedScenario(0);
      const steps = await stepsOf(scenario);
      let runs = 0;
      for (let first = 0; first < steps; first++)
        for (let second = first + 1; second < steps + 30; second++) {
          const fates = new Map<number, Fate>([
            [first, one],
            [second, other],
          ]);
          const { broken, trace } = await crashRun(scenario, fates);
          runs++;
          if (broken.length > 0)
            throw new Error(
              `${one} at ${first}, ${other} at ${second}: ${broken.join("; ")}\n${trace().join("\n")}`,
            );
        }
      expect(runs).toBeGreaterThan(700);
    },
  );

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

describe("the simulation notices when", () => {
  it.each(Object.entries(MUTATIONS))("%s", async (_, sabotage) => {
    for (let seed = 1; seed <= 3_000; seed++) {
      const { broken } = await randomRun(seed, sabotage, 0);
      if (broken.length > 0) return;
    }
    throw new Error("3,000 random runs saw no broken promise");
  });

  it.each(Object.entries(UNBOUNDED))("%s", async (_, sabotage) => {
    for (let seed = 1; seed <= 100; seed++) {
      const { broken } = await randomRun(seed, sabotage, 1);
      if (broken.length > 0) return;
    }
    throw new Error("100 floods saw no broken promise");
  });
});
