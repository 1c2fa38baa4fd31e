import { expect, it } from "@jest/globals";
import { takeOver } from "../support/engine-handoffs.ts";
import { engineWorld } from "../support/engine-world.ts";

it("where the settings want ids only, neither events nor mails reveal the customer or the topic", async () => {
  const world = engineWorld({
    handoffNotice: {
      mail: true,
      mailContent: "ids",
      eventContent: "ids",
      link: () => "https://wa.me/15550177001",
    },
  });
  await world.write("My lamp flickers, write to dana@example.com");
  await world.run();
  await takeOver(world, { reason: "agent", summary: "wants a refund" });
  await world.run();
  await world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume" });
  await world.run();
  expect(world.events.map(({ type }) => type)).toEqual([
    "lead.captured",
    "conversation.started",
    "handoff.requested",
    "handoff.ended",
  ]);
  expect(world.mails).toHaveLength(1);
  expect(JSON.stringify([world.events, world.mails])).not.toMatch(/15550177001|Dana|lamp|dana@|refund|US\./);
});
