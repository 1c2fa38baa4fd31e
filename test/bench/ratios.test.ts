import { describe, expect, it } from "@jest/globals";
import type { Measured } from "../../bench/cold-start.ts";
import { rowsOf, tooSlow } from "../../bench/ratios.ts";

/** Each round's processor time of a cold start and of a warm call. */
const measured = (name: string, rounds: readonly (readonly [number, number])[]): Measured => ({
  subject: { name, entry: "", kilobytes: 1 },
  rounds: rounds.map(([processor, warmProcessor]) => ({
    cold: processor,
    processor,
    warm: [],
    warmProcessor,
  })),
});

describe("the ratios of a measurement", () => {
  it("are those of each round, so that a round in which the machine was busy changes nothing", () => {
    const rows = rowsOf([
      measured("two-clients", [
        [100, 2],
        [300, 6],
        [100, 2],
      ]),
      measured("webhook", [
        [70, 1],
        [210, 3],
        [70, 1],
      ]),
    ]);
    expect(rows[1]?.ratios).toEqual({ cold: 0.7, processor: 0.7, warmProcessor: 0.5 });
    expect(rows[1]?.processor).toBe(70);
  });

  it("are too high above the bound only, for a cold start and a warm call, and for what was not measured", () => {
    const bounds = {
      webhook: { processor: 0.8, warmProcessor: 0.75 },
      worker: { processor: 0.95 },
      inbox: {},
    };
    const rows = rowsOf([
      measured("two-clients", [[100, 4]]),
      measured("webhook", [[80, 3]]),
      measured("worker", [[96, 9]]),
    ]);
    expect(tooSlow(rows, bounds)).toEqual([
      "worker: a cold start takes 0.96 of the reference's processor time, more than 0.95",
      "inbox was not measured",
    ]);
    const slower = rowsOf([measured("two-clients", [[100, 4]]), measured("webhook", [[81, 3.2]])]);
    expect(tooSlow(slower, { webhook: bounds.webhook })).toHaveLength(2);
  });

  it("do not pass when there was no reference", () => {
    expect(tooSlow(rowsOf([measured("webhook", [[1, 1]])]), { webhook: { processor: 0.8 } })).toHaveLength(1);
  });
});
