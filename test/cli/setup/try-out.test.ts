import { describe, expect, it } from "@jest/globals";
import type { Cloud } from "../../../cli/cloud/cloud.ts";
import { awaitAnswer } from "../../../cli/setup/try-out.ts";

/** Of ten seconds, with these log lines from the first look on. */
async function outcomeOf(...fields: Record<string, unknown>[]) {
  let now = 0;
  const shown: string[] = [];
  const logs = async () => fields.map((each) => ({ at: 0, function: "webhook", fields: each }));
  const world = {
    fetch,
    newId: () => "id",
    clock: { now: () => now },
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  const outcome = await awaitAnswer(world, { logs } as unknown as Cloud, 0, 10_000, (text) =>
    shown.push(text),
  );
  return { outcome, shown };
}

const REFUSED = { code: "webhook.rejected", reason: "signature" };
const RECORDED = { code: "webhook.accepted", recorded: 1 };
const FAILED = { code: "turn.failed", reason: "agent" };
const ANSWERED = { code: "turn.answered" };

describe("what became of the first message", () => {
  it.each([
    ["nothing", []],
    ["nothing", [{ code: "webhook.accepted", recorded: 0 }]],
    ["refused", [REFUSED]],
    ["recorded", [REFUSED, RECORDED]],
    ["failed", [RECORDED, FAILED]],
    ["answered", [REFUSED, RECORDED, FAILED, ANSWERED]],
  ])("is %s after %j", async (outcome, fields) => {
    expect((await outcomeOf(...fields)).outcome).toBe(outcome);
  });

  it("is said once, however often it is looked up", async () => {
    expect((await outcomeOf(RECORDED, FAILED)).shown).toEqual([
      "Your message arrived, and is recorded.",
      "The answer failed (agent): npm run wa -- doctor",
    ]);
  });
});
