import { describe, expect, it } from "@jest/globals";
import { engineWorld, HOUR } from "../support/engine-world.ts";

const PARTS = Array.from({ length: 8 }, (_, nth) => `${nth}`);

/** Two questions whose answers, of eight parts each, come too late for the window. */
async function twoHeld(length: number) {
  const partOf = (text: string, part: string) => `${text} ${part}`.padEnd(length, ".");
  const world = engineWorld({
    number: {
      failureActionFor: (code) => (code === "131047" ? "template" : "never"),
      formatReply: (text) => PARTS.map((part) => ({ text: partOf(text, part) })),
    },
  });
  for (const question of ["one", "two"]) {
    // Also the reply that waits is tried, first.
    for (let times = 0; times < 10; times++) world.refuseWindow();
    await world.write(question);
    await world.settle();
    world.outcomes.length = 0;
  }
  expect(world.texts()).toEqual([]);
  const written = ["one", "two"].flatMap((question) => PARTS.map((part) => partOf(`re: ${question}`, part)));
  world.clock.time += HOUR;
  await world.write("three");
  await world.settle();
  const leftOut = world.telemetry.lines.filter(({ code }) => code === "deferred-reply.left-out");
  return { world, written, sent: world.texts().slice(0, -PARTS.length), leftOut };
}

describe("answers of more than ten parts together that wait for the window", () => {
  it("are all sent, in few messages", async () => {
    const { written, sent, leftOut } = await twoHeld(20);
    expect(sent).toEqual([written.join("\n\n")]);
    expect(leftOut).toEqual([]);
  });

  it("are all sent, also in messages as long as the provider takes", async () => {
    const { written, sent } = await twoHeld(1_500);
    expect(sent).toHaveLength(8);
    expect(sent.join("\n\n")).toBe(written.join("\n\n"));
  });

  it("are sent as far as there is room, the latest first of all, and the log says so without their text", async () => {
    const { world, written, sent, leftOut } = await twoHeld(4_000);
    expect(sent).toEqual(written.slice(-9));
    expect(leftOut).toEqual([
      expect.objectContaining({
        level: "warn",
        facts: { conversation: world.conversation, turn: expect.any(String), replies: 1 },
      }),
    ]);
  });
});
