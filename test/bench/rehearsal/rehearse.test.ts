import { beforeAll, expect, it } from "@jest/globals";
import { DEFAULTS } from "../../../bench/rehearsal/options.ts";
import { rehearse } from "../../../bench/rehearsal/rehearse.ts";
import { hasFailed } from "../../../bench/rehearsal/report.ts";
import { builtFunctions } from "../../support/built-functions.ts";

let bundles: string;
beforeAll(async () => {
  bundles = await builtFunctions();
});

it("a small rehearsal loses, repeats and leaves behind nothing, though its workers die in the middle of turns", async () => {
  const report = await rehearse(
    {
      ...DEFAULTS,
      conversations: 30,
      messages: 60,
      open: 60,
      quietSeconds: 0,
      duplicateAfterSeconds: 3,
      agentMs: 200,
      duplicates: 10,
      kills: 2,
      returnAfterKillSeconds: 1,
      graceSeconds: 5,
    },
    { bundles },
  );
  expect(report.problems).toEqual([]);
  expect(hasFailed(report)).toBe(false);
  expect(report).toMatchObject({
    lost: 0,
    kills: { thinking: 1, accepted: 1 },
    table: { messages: 60, waiting: 0 },
    webhooks: { givenUp: 0 },
  });
  expect(report.turns).toBeGreaterThanOrEqual(30);
  expect(report.webhooks.posted).toBeGreaterThanOrEqual(60 + 3 * report.turns);
  expect(report.cpuMsPerMessage).toMatchObject({ webhook: expect.any(Number), worker: expect.any(Number) });
});
