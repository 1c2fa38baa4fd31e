import { expect, it } from "@jest/globals";
import { functionsGrowth, growthOf, isSteady, type Sample } from "../../../bench/rehearsal/usage.ts";

/** Memory in MB, one value every two seconds. */
const samples = (megabytes: readonly number[]): Sample[] =>
  megabytes.map((each, at) => ({
    seconds: at * 2,
    answered: at,
    rssBytes: each * 1e6,
    cpuMs: 0,
    functions: {},
    emulators: { rssBytes: 0, cpuMs: 0 },
    queued: {},
  }));

const grown = (megabytes: readonly number[]) =>
  growthOf("memory", samples(megabytes), ({ rssBytes }) => rssBytes);

const range = (length: number, of: (at: number) => number) => Array.from({ length }, (_, at) => of(at));

it("memory that rises until it is collected has not grown", () => {
  const saw = grown(range(160, (at) => 50 + (at % 10) * 5));
  expect(Math.abs(saw.growthMegabytes)).toBeLessThan(1);
  expect(isSteady(saw)).toBe(true);
});

it("memory that rises between collections, and from one to the next, has grown", () => {
  const leak = grown(range(160, (at) => 50 + (at % 10) * 5 + at / 4));
  expect(leak.growthMegabytes).toBeCloseTo(17.5, 0);
  expect(isSteady(leak)).toBe(false);
});

it("what rose in the first half only is steady", () => {
  expect(isSteady(grown(range(160, (at) => Math.min(at, 79))))).toBe(true);
});

it("a killed function, whose memory is gone for a moment, does not hide the growth of those before and after", () => {
  const taken = samples(range(160, () => 1)).map((sample, at) => ({
    ...sample,
    functions: {
      worker:
        at % 40 === 0
          ? { instances: 0, cpuMs: 0, heapBytes: 0 }
          : { instances: 4, cpuMs: 0, heapBytes: 4e6 * (20 + at / 4) },
    },
  }));
  const worker = functionsGrowth(taken)[1];
  expect(worker?.growthMegabytes).toBeCloseTo(17.5, 0);
});
