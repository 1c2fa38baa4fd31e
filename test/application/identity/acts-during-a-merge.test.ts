import { describe, expect, it } from "@jest/globals";
import { linkIds } from "../../../lib/application/identity/identities.ts";
import { linkedControls } from "../../../lib/application/identity/linked-controls.ts";
import { ConcurrentWriteError } from "../../../lib/application/ports/engine.ts";
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

  it.each(["before", "meanwhile"])(
    "fails rather than being undone by the merge, and a repeat after it succeeds: fenced off %s",
    async (when) => {
      const { table, real, links, conversations, fenceOff } = await worldOfAnns();
      await linkIds(links, A, B, 1);
      const read = table.state(B);
      const fenced = async <Done>(conversation: ConversationId, act: () => Promise<Done>) => {
        if (conversation === B) fenceOff(B, A);
        return act();
      };
      if (when === "before") fenceOff(B, A);
      const controls = linkedControls(
        {
          ...real,
          release: (id, release) => fenced(id, () => real.release(id, release)),
          resume: (id, end) => fenced(id, () => real.resume(id, end)),
        },
        links,
      );
      const release = () => controls.release(B, { by: "ann" });
      const resume = () => controls.resume(B, { at: 2, how: "resume", by: "ann" });
      await expect(release()).rejects.toThrow(ConcurrentWriteError);
      await expect(resume()).rejects.toThrow(ConcurrentWriteError);
      await conversations.mergeInto(A, { ...read, movedTo: A });
      expect(table.state(A).assignee?.by).toBe("ann");
      expect(await release()).toEqual({ kind: "free" });
      expect(table.state(A).assignee).toBeUndefined();
      expect(await resume()).toMatchObject({ how: "resume" });
      expect(table.state(A).pausedAt).toBeUndefined();
    },
  );

  it("fails also where the id leads on only after the write", async () => {
    const { table, real, links, fenceOff } = await worldOfAnns();
    const resume: typeof real.resume = async (conversation, end) => {
      if (conversation === B) {
        await linkIds(links, A, B, 1);
        fenceOff(B, A);
      }
      return real.resume(conversation, end);
    };
    const controls = linkedControls({ ...real, resume }, links);
    await expect(controls.resume(B, { at: 2, how: "resume" })).rejects.toThrow(ConcurrentWriteError);
    expect(table.state(A).endedHandoffs).toBeUndefined();
  });
});
