import { describe, expect, it } from "@jest/globals";
import { linkIds } from "../../../lib/application/identity/identities.ts";
import { linkedControls } from "../../../lib/application/identity/linked-controls.ts";
import { type ConversationId, conversationId } from "../../../lib/domain/ids.ts";
import { aHandoff } from "../../contracts/store.ts";
import { FakeClock } from "../../support/fakes.ts";
import { memoryControls } from "../../support/memory/memory-controls.ts";
import { memoryConversations } from "../../support/memory/memory-conversations.ts";
import { memoryLinks } from "../../support/memory/memory-links.ts";
import { MemoryTable } from "../../support/memory/memory-table.ts";

const [A, B, C] = ["a", "b", "c"].map(conversationId) as [ConversationId, ConversationId, ConversationId];
const act = (by: string) => ({ by, at: 1, handoff: aHandoff(B), resumeAt: 5 });

/** Ann has B and has replied there. */
async function worldOfAnns() {
  const table = new MemoryTable(new FakeClock());
  const [real, links, conversations] = [
    memoryControls(table),
    memoryLinks(table),
    memoryConversations(table),
  ];
  await real.assign(B, act("ann"));
  await real.startReply(B, { ...act("ann"), id: "r1" });
  const fenceOff = (from: ConversationId, into: ConversationId) =>
    table.states.set(from, { ...table.state(from), movedTo: into });
  return { table, real, links, conversations, fenceOff, controls: linkedControls(real, links) };
}

describe("what is done to a conversation that is fenced off and not merged yet", () => {
  it.each([false, true])("is refused where that refuses it (by a former id: %s)", async (isFormer) => {
    const { table, links, conversations, controls, fenceOff } = await worldOfAnns();
    await linkIds(links, A, B, 1);
    const by = isFormer ? C : B;
    if (isFormer) {
      await links.set(C, { to: B, since: 0 }, undefined);
      fenceOff(C, B);
      await conversations.mergeInto(B, table.state(C));
    }
    fenceOff(B, A);
    const before = structuredClone(table.states);
    expect(await controls.assign(by, act("ben"))).toEqual({ kind: "taken", to: "ann" });
    expect(await controls.release(by, { by: "ben" })).toEqual({ kind: "taken", to: "ann" });
    expect(await controls.startReply(by, { ...act("ben"), id: "r2", seenAt: 0 })).toEqual({
      kind: "newer-reply",
      reply: { by: "ann", at: 1, id: "r1" },
    });
    expect(table.states).toEqual(before);
  });

  it("is refused where the ids lead on at the first look only after a write", async () => {
    const { table, real, links, fenceOff } = await worldOfAnns();
    await linkIds(links, A, B, 1);
    fenceOff(B, A);
    const controls = linkedControls(
      {
        ...real,
        startReply: async (conversation, reply) => {
          const result = await real.startReply(conversation, reply);
          if (conversation === C) await links.set(C, { to: B, since: 2 }, undefined);
          return result;
        },
      },
      links,
    );
    expect(await controls.startReply(C, { ...act("ben"), id: "r2", seenAt: 0 })).toMatchObject({
      kind: "newer-reply",
    });
    expect(table.state(A).lastStaffReply).toBeUndefined();
  });

  it("is refused no more once the merge is complete, and what was noted there is void since", async () => {
    const { table, real, links, conversations, controls, fenceOff } = await worldOfAnns();
    await linkIds(links, A, B, 1);
    fenceOff(B, A);
    await conversations.mergeInto(A, table.state(B));
    // The reply turns out to be an automatic text, which is nobody's.
    const { handoff } = await real.read(A);
    table.states.set(A, { ...table.state(A), ...(handoff && { handoff: { ...handoff, id: "r1" } }) });
    await real.resume(A, { at: 2, how: "automatic" });
    expect(await controls.startReply(B, { ...act("ben"), id: "r2", seenAt: 0 })).toMatchObject({
      kind: "started",
    });
    expect(await controls.assign(B, act("ben"))).toMatchObject({ kind: "assigned" });
  });
});
