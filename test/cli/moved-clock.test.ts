import { expect, it } from "@jest/globals";
import { checkOperations } from "../../cli/checks/operations.ts";
import type { Cloud } from "../../cli/cloud/cloud.ts";
import { HOUR_MS } from "../../lib/domain/time.ts";

const NOW = Date.UTC(2026, 10, 29, 12);

/** A local stack whose worker died a minute ago, by the stack's own clock. */
const cloud = (aheadMs: number) => {
  const diedAt = NOW + aheadMs - 60_000;
  return {
    ...{ local: true, aheadMs, settings: { numbers: [] }, outputs: {} },
    ...{ queue: async () => undefined, oldestSeconds: async () => undefined },
    crashes: async (since: number, until: number) =>
      diedAt >= since && diedAt < until ? [{ function: "worker", count: 1 }] : [],
  } as unknown as Cloud;
};

it.each([0, 13 * HOUR_MS, 25 * HOUR_MS])(
  "doctor sees a death on a stack whose clock is %d ms ahead",
  async (ahead) => {
    const io = { clock: { now: () => NOW }, sleep: async () => undefined };
    const found = await checkOperations(io, cloud(ahead));
    expect(found.find(({ check }) => check === "function-dies")?.verdict).toBe("problem");
  },
);
