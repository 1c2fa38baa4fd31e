import { Random } from "../test/simulation/random.ts";

export type Draw = {
  /** From 0 to below 1. */
  next(): number;
  /** Between events that happen `perSecond` times a second, in seconds. */
  gap(perSecond: number): number;
  /** Log-normal: most are a little shorter than `mean`, a few much longer. */
  around(mean: number): number;
  chance(share: number): boolean;
};

const SPREAD = 0.5;

/** The same numbers for the same seed. */
export function seeded(seed: number): Draw {
  const { next } = new Random(seed);
  const exponential = () => -Math.log(1 - next());
  const normal = () => Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * next());
  return {
    next,
    gap: (perSecond) => exponential() / perSecond,
    around: (mean) => mean * Math.exp(SPREAD * normal() - (SPREAD * SPREAD) / 2),
    chance: (share) => next() < share,
  };
}
