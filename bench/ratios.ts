import type { Measured } from "./cold-start.ts";
import { type Cold, median } from "./measure.ts";
import { TURN } from "./turn.ts";

/** The SDK's two clients and nothing else: all ratios are against it. */
const REFERENCE = "two-clients";

export type Row = {
  name: string;
  kilobytes: number;
  /** Medians of all rounds, in milliseconds. */
  cold: number;
  processor: number;
  warmProcessor: number;
  /** Medians of what each round's ratio was: what else the machine did then slowed down both. */
  ratios: { cold: number; processor: number; warmProcessor: number };
};

const FACTS = ["cold", "processor", "warmProcessor"] as const;
type Fact = (typeof FACTS)[number];

const each = (of: (fact: Fact) => number): Record<Fact, number> => ({
  cold: of("cold"),
  processor: of("processor"),
  warmProcessor: of("warmProcessor"),
});

export function rowsOf(measured: readonly Measured[]): Row[] {
  const reference = measured.find(({ subject }) => subject.name === REFERENCE)?.rounds ?? [];
  const ratioOf = (rounds: readonly Cold[], fact: Fact) =>
    median(rounds.map((round, at) => round[fact] / (reference[at]?.[fact] ?? Number.NaN)));
  return measured.map(({ subject: { name, kilobytes }, rounds }) => ({
    name,
    kilobytes,
    ...each((fact) => median(rounds.map((round) => round[fact]))),
    ratios: each((fact) => ratioOf(rounds, fact)),
  }));
}

/**
 * At most, of processor time. Measured values are a tenth lower or more, so that noise breaks none
 * (docs/performance.md).
 */
export const BOUNDS: Readonly<Record<string, Partial<Record<"processor" | "warmProcessor", number>>>> = {
  webhook: { processor: 0.8, warmProcessor: 0.75 },
  worker: { processor: 0.95 },
  [TURN]: { processor: 1.95 },
  delivery: { processor: 0.6 },
  "agent-actions": { processor: 0.9 },
  inbox: { processor: 0.9 },
  operator: { processor: 0.9, warmProcessor: 1.05 },
};

/** Which functions are too slow, as lines to print. A function that was not measured is one. */
export function tooSlow(rows: readonly Row[], bounds = BOUNDS): string[] {
  return Object.entries(bounds).flatMap(([name, limits]) => {
    const ratios = rows.find((row) => row.name === name)?.ratios;
    if (!ratios) return [`${name} was not measured`];
    return (["processor", "warmProcessor"] as const).flatMap((fact) => {
      const most = limits[fact];
      const call = fact === "processor" ? "cold start" : "warm call";
      return most === undefined || ratios[fact] <= most
        ? []
        : [
            `${name}: a ${call} takes ${ratios[fact].toFixed(2)} of the reference's processor time, more than ${most}`,
          ];
    });
  });
}
