import { describe, expect, it } from "@jest/globals";
import type { SendOutcome } from "../../lib/application/ports/sender.ts";
import { runCommand } from "../../lib/application/turn/run-command.ts";
import type { DeliveryState } from "../../lib/domain/inbound/inbound.ts";
import type { Reference } from "../../lib/domain/turn/reference.ts";
import { engineWorld, SUPPORT } from "../support/engine-world.ts";

const UNKNOWN: SendOutcome = { kind: "unknown", code: "timeout" };
const BUSY: SendOutcome = { kind: "refused", code: "131016", failureAction: "soon" };
const CODE = "131026";

/** Nobody knows what became of the first attempt, and `second` is how the second ends. */
async function secondAttempt(second?: SendOutcome) {
  const world = engineWorld();
  const { engine, clock, conversation, run, outcomes } = world;
  const at = (attempt: number): Reference => ({ conversation, turn: "t-m1" as never, part: 0, attempt });
  const report = async (attempt: number, state: DeliveryState) => {
    const reference = at(attempt);
    const code = state === "failed" && { code: CODE };
    await engine.deliveries.record({ provider: "meta", reference, state, at: clock.time, ...code });
    if (state !== "failed") return;
    const command = { kind: "part-failed", reference, code: CODE } as const;
    await runCommand(engine, command, clock.time + 90_000);
  };
  outcomes.push(UNKNOWN, ...(second ? [second] : []));
  await world.write("A lamp?", { id: "m1" as never });
  await run();
  clock.time += 60_000;
  await run();
  clock.time += 2_000;
  const attempts = () => world.sent.map(({ reference }) => reference.split(".").at(-1));
  const askAgain = async () => {
    clock.time += 60_000;
    await world.write("And a table?", { id: "m2" as never, number: SUPPORT });
    await world.settle();
  };
  const failures = () => world.events.filter(({ type }) => type === "reply.failed");
  return { ...world, report, attempts, askAgain, failures };
}

describe("an earlier attempt that counted as arrived, and failed in the end,", () => {
  it.each([
    ["has an unknown outcome", UNKNOWN],
    ["was refused", BUSY],
  ])("has the part sent again when the later one %s", async (_, outcome) => {
    const { report, settle, attempts, endings } = await secondAttempt(outcome);
    await report(1, "sent");
    await settle();
    expect(endings()).toEqual(["answered"]);
    expect(attempts()).toEqual([]);
    await report(1, "failed");
    await settle();
    expect(attempts()).toEqual(["3"]);
    expect(endings()).toEqual(["answered"]);
  });

  it("waits for the status of a later one that may just have left", async () => {
    const { report, settle, attempts, run } = await secondAttempt(UNKNOWN);
    await report(1, "sent");
    await run();
    await report(1, "failed");
    expect(await run()).toMatchObject({ kind: "retryAfter" });
    await report(2, "delivered");
    await settle();
    expect(attempts()).toEqual([]);
  });

  it("ends the turn as failed when the later one had failed before", async () => {
    const { report, settle, endings, failures } = await secondAttempt();
    await report(1, "sent");
    await report(2, "failed");
    await settle();
    expect(endings()).toEqual(["answered"]);
    await report(1, "failed");
    await settle();
    expect(endings()).toEqual([`failed: ${CODE}`]);
    expect(failures()).toHaveLength(1);
  });

  it("is repeated before the failure of the later one is handled, whose reason counts", async () => {
    const { report, endings, engine, conversation, clock } = await secondAttempt();
    const reference = { conversation, turn: "t-m1" as never, part: 0, attempt: 2 };
    await report(1, "failed");
    await engine.deliveries.record({
      provider: "meta",
      reference,
      state: "failed",
      code: "132000",
      at: clock.time,
    });
    await report(1, "failed");
    expect(endings()).toEqual(["failed: 132000"]);
  });

  it("changes nothing when the provider took the later one, whose own statuses decide", async () => {
    const { report, settle, attempts, endings, clock } = await secondAttempt();
    await report(1, "failed");
    clock.time += 3_600_000;
    await settle();
    expect(attempts()).toEqual(["2"]);
    expect(endings()).toEqual(["answered"]);
  });

  it("leaves a still later one, which the provider took, alone", async () => {
    const { report, settle, attempts, clock } = await secondAttempt(UNKNOWN);
    await report(1, "sent");
    await settle();
    await report(1, "failed");
    await settle();
    await report(1, "failed");
    clock.time += 3_600_000;
    await settle();
    expect(attempts()).toEqual(["3"]);
  });
});

describe("an attempt of an older answer that failed in the end", () => {
  it.each([
    ["has an unknown outcome", UNKNOWN],
    ["was refused", BUSY],
  ])("is told to the business when the later one %s", async (_, outcome) => {
    const { report, settle, askAgain, endings, failures } = await secondAttempt(outcome);
    await report(1, "sent");
    await settle();
    await askAgain();
    await report(1, "failed");
    expect(endings()).toEqual([`failed: ${CODE}`, "answered"]);
    expect(failures()).toHaveLength(1);
  });

  it("is told to the business once when both failed, in either order", async () => {
    for (const order of [
      [1, 2],
      [2, 1],
    ]) {
      const { report, askAgain, endings, failures } = await secondAttempt();
      await report(1, "sent");
      await askAgain();
      for (const attempt of order) await report(attempt, "failed");
      expect(endings()).toEqual([`failed: ${CODE}`, "answered"]);
      expect(failures()).toHaveLength(1);
    }
  });

  it("counts for nothing when the other one arrived", async () => {
    const { report, askAgain, endings, failures } = await secondAttempt();
    await report(1, "delivered");
    await askAgain();
    await report(2, "failed");
    expect(endings()).toEqual(["answered", "answered"]);
    expect(failures()).toEqual([]);
  });
});
