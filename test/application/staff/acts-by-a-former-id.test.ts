import { describe, expect, it } from "@jest/globals";
import { linkIds } from "../../../lib/application/identity/identities.ts";
import {
  assignConversation,
  releaseConversation,
} from "../../../lib/application/staff/conversation/assign-conversation.ts";
import { pauseConversation } from "../../../lib/application/staff/conversation/pause-conversation.ts";
import { resumeConversation } from "../../../lib/application/staff/conversation/resume-conversation.ts";
import { inboxWorld } from "../../support/inbox-world.ts";
import { DANA } from "../../support/operator-world.ts";

/** Ann has the customer's former conversation. The webhook has linked it; the worker has not merged it yet. */
async function aLink() {
  const world = inboxWorld();
  const [former, current] = [
    await world.aConversationWith({ phone: "15550177009" }),
    await world.aConversationWith(DANA),
  ];
  await assignConversation(world.deps, { conversation: former, by: "ann" });
  await linkIds(world.ports.links, current, former, world.clock.now());
  world.clock.time += 1_000;
  return { world, former, current };
}

describe("what staff do by an id whose conversation is linked and not merged yet", () => {
  it("is refused where a colleague has that conversation", async () => {
    const { world, former, current } = await aLink();
    expect(await assignConversation(world.deps, { conversation: former, by: "ben" })).toEqual({
      kind: "taken",
      to: "ann",
    });
    expect(await releaseConversation(world.deps, { conversation: former, by: "ben" })).toEqual({
      kind: "taken",
      to: "ann",
    });
    expect(world.table.state(current).pausedAt).toBeUndefined();
  });

  it("ends its handoff, which the merge does not bring back, and says so", async () => {
    const { world, former, current } = await aLink();
    expect(await resumeConversation(world.deps, { conversation: former, by: "ann" })).toEqual({
      result: "resumed",
    });
    await world.mergeInto(current, former);
    expect(world.table.state(current)).toMatchObject({ endedHandoffs: [{ how: "resume", endedBy: "ann" }] });
    expect(world.table.state(current).pausedAt).toBeUndefined();
    const acts = await world.ports.history.acts(current);
    expect(acts.map(({ what, by }) => [what, by])).toEqual([["resume", "ann"]]);
  });

  it("releases it, also for after the merge", async () => {
    const { world, former, current } = await aLink();
    expect(await releaseConversation(world.deps, { conversation: former, by: "ann" })).toEqual({
      kind: "free",
    });
    await world.mergeInto(current, former);
    expect(world.table.state(current)).toMatchObject({ pausedAt: expect.any(Number) });
    expect(world.table.state(current).assignee).toBeUndefined();
  });

  it("pauses the bot there too, whose answer may be about to leave", async () => {
    const { world, former, current } = await aLink();
    await resumeConversation(world.deps, { conversation: former, by: "ann" });
    const request = { conversation: former, by: "ben", id: "p1" };
    expect(await pauseConversation(world.deps, request)).toMatchObject({ result: "paused" });
    for (const each of [former, current])
      expect(world.table.state(each)).toMatchObject({ pausedAt: world.clock.now(), handoff: { id: "p1" } });
  });
});
