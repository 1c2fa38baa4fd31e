import { describe, expect, it } from "@jest/globals";
import { listHandoffs } from "../../../../lib/application/staff/conversation/list-handoffs.ts";
import { showConversation } from "../../../../lib/application/staff/conversation/show-conversation.ts";
import { showChat } from "../../../../lib/application/staff/inbox/show-chat.ts";
import { HOUR } from "../../../support/engine-world.ts";
import { berlin, OFFICE } from "../../../support/hours-world.ts";
import { inboxWorld } from "../../../support/inbox-world.ts";
import { conversationFor, SUPPORT } from "../../../support/operator-world.ts";

const NIGHT = berlin("2026-11-30 20:00");
const MORNING = berlin("2026-12-01 09:00");
const phone = "15550177001";
const conversation = conversationFor(SUPPORT, { phone });

/** A customer who asked for a person at 20:00. */
async function aWorld(handoff: { botUntil?: number; reason?: "operator" } = {}) {
  const world = inboxWorld();
  world.clock.time = NIGHT;
  const deps = { ...world.deps, hoursOf: () => OFFICE };
  await world.ports.conversations.save(
    { conversation, version: 0, number: SUPPORT, customer: { phone }, lastInboundAt: NIGHT },
    [],
  );
  const asked = { id: "h", reason: "asked" as const, since: NIGHT, origin: conversation, ...handoff };
  await world.ports.controls.pause(conversation, asked, NIGHT + 12 * HOUR);
  await world.ports.handoffList.add(asked);
  const shown = async () => {
    const chat = await showChat(deps, { conversation, by: "ana", limit: 10 });
    const [listed, told] = [await listHandoffs(deps), await showConversation(deps, conversation, 10)];
    const all = [listed[0], typeof chat === "string" ? undefined : chat, told];
    return all.map((each) => [each?.opensAt, each?.botUntil]);
  };
  return { ...world, shown };
}

describe("a customer who waits outside business hours is shown", () => {
  it("with the time when people are there, in the list, the chat and on the command line", async () => {
    const world = await aWorld();
    expect(await world.shown()).toEqual(Array(3).fill([MORNING, undefined]));
    world.clock.time = MORNING;
    expect(await world.shown()).toEqual(Array(3).fill([undefined, undefined]));
  });

  it("with how long the bot goes on", async () => {
    const world = await aWorld({ botUntil: MORNING });
    expect(await world.shown()).toEqual(Array(3).fill([MORNING, MORNING]));
    world.clock.time = MORNING;
    expect(await world.shown()).toEqual(Array(3).fill([undefined, undefined]));
  });

  it("without a time once a person has the conversation", async () => {
    const world = await aWorld({ botUntil: MORNING });
    await world.ports.controls.startReply(conversation, { id: "r", by: "ana", at: NIGHT + 1 });
    expect(await world.shown()).toEqual(Array(3).fill([undefined, undefined]));
    expect(await (await aWorld({ reason: "operator" })).shown()).toEqual(
      Array(3).fill([undefined, undefined]),
    );
  });
});
