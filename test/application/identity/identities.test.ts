import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { linkIds, resolveConversation } from "../../../lib/application/identity/identities.ts";
import { linkedControls } from "../../../lib/application/identity/linked-controls.ts";
import type { Links } from "../../../lib/application/ports/links.ts";
import { type ConversationId, conversationId } from "../../../lib/domain/ids.ts";
import { aConsentChange, aHandoff } from "../../contracts/store.ts";
import { FakeClock } from "../../support/fakes.ts";
import { memoryControls } from "../../support/memory/memory-controls.ts";
import { memoryLinks } from "../../support/memory/memory-links.ts";
import { MemoryTable } from "../../support/memory/memory-table.ts";

const [A, B, C] = ["a", "b", "c"].map(conversationId) as [ConversationId, ConversationId, ConversationId];
const aTable = () => new MemoryTable(new FakeClock());

describe("the ids of a customer", () => {
  it("lead to the conversation that was kept, also over several changes and back again", async () => {
    const links = memoryLinks(aTable());
    expect(await linkIds(links, A, B, 1)).toEqual({ into: A, others: [B] });
    expect(await linkIds(links, B, C, 2)).toEqual({ into: A, others: [B, C] });
    expect(await linkIds(links, C, A, 3)).toEqual({ into: A, others: [C] });
    for (const id of [A, B, C]) expect(await resolveConversation(links, id)).toBe(A);
  });

  it("of two conversations that were both kept before lead to the one that was kept first", async () => {
    const links = memoryLinks(aTable());
    const [D, E] = [conversationId("d"), conversationId("e")];
    await linkIds(links, A, B, 1);
    await linkIds(links, C, D, 2);
    expect(await linkIds(links, D, B, 3)).toEqual({ into: A, others: [D, B, C] });
    expect(await linkIds(links, E, C, 4)).toMatchObject({ into: A });
    for (const id of [A, B, C, D, E]) expect(await resolveConversation(links, id)).toBe(A);
  });

  it("come to the same end however calls interleave, wherever one dies, and without a circle", async () => {
    const ids = Array.from({ length: 5 }, (_, index) => conversationId(`id${index}`));
    const pair = fc.tuple(fc.nat(4), fc.nat(4)).filter(([one, other]) => one !== other);
    await fc.assert(
      fc.asyncProperty(
        fc.array(pair, { minLength: 1, maxLength: 6 }),
        fc.nat(12),
        fc.scheduler(),
        async (pairs, dies, scheduler) => {
          const real = memoryLinks(aTable());
          let calls = 0;
          const links: Links = {
            find: (id) => scheduler.schedule(Promise.resolve()).then(() => real.find(id)),
            set: async (id, link, expected) => {
              await scheduler.schedule(Promise.resolve());
              if (++calls === dies) throw new Error("died");
              return real.set(id, link, expected);
            },
          };
          const link = ([one, other]: [number, number], now: number) =>
            linkIds(links, ids[one] ?? A, ids[other] ?? A, now);
          const all = Promise.allSettled(pairs.map((each, index) => link(each, index % 2)));
          await scheduler.waitFor(all);
          for (const [one, other] of pairs) {
            const { into } = await linkIds(real, ids[one] ?? A, ids[other] ?? A, 9);
            expect(await resolveConversation(real, ids[one] ?? A)).toBe(into);
            expect(await resolveConversation(real, ids[other] ?? A)).toBe(into);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("what is done to a conversation by one of its ids", () => {
  it("is done to the conversation", async () => {
    const table = aTable();
    const links = memoryLinks(table);
    const controls = linkedControls(memoryControls(table), links);
    await linkIds(links, A, B, 1);
    const handoff = aHandoff(B);
    expect(await controls.pause(B, handoff, 5)).toBe("paused");
    await controls.extend(B, 7);
    await controls.changeConsent(B, aConsentChange("stop"));
    expect(await controls.read(B)).toMatchObject({
      conversation: A,
      handoff,
      resumeAt: 7,
      consentChange: { action: "stop" },
    });
    expect(await controls.resume(B, { at: 8, how: "resume" })).toMatchObject({ id: handoff.id });
    // Not merged yet: its own worker must see the change too.
    expect(table.state(B)).toMatchObject({
      optedOutAt: expect.any(Number),
      endedHandoffs: [{ id: handoff.id }],
    });
  });

  it("is not done any more where the conversation was merged", async () => {
    const table = aTable();
    const links = memoryLinks(table);
    const controls = linkedControls(memoryControls(table), links);
    await linkIds(links, A, B, 1);
    table.states.set(B, { conversation: B, version: 1, movedTo: A });
    await controls.changeConsent(B, aConsentChange("stop"));
    expect(table.state(B)).toEqual({ conversation: B, version: 1, movedTo: A });
    expect(table.state(A).optedOutAt).toBeDefined();
  });

  it("is refused where one that the id leads by refuses it, merged or not", async () => {
    const table = aTable();
    const links = memoryLinks(table);
    const real = memoryControls(table);
    const controls = linkedControls(real, links);
    const act = (by: string) => ({ by, at: 1, handoff: aHandoff(B), resumeAt: 5 });
    await real.assign(B, act("ann"));
    await real.startReply(B, { ...act("ann"), id: "r1" });
    await linkIds(links, A, B, 1);
    expect(await controls.assign(B, act("ben"))).toEqual({ kind: "taken", to: "ann" });
    expect(await controls.release(B, { by: "ben" })).toEqual({ kind: "taken", to: "ann" });
    expect(await controls.startReply(B, { ...act("ben"), id: "r2", seenAt: 0 })).toMatchObject({
      kind: "newer-reply",
      reply: { id: "r1" },
    });
    expect(table.state(A).pausedAt).toBeUndefined();
    expect(await controls.assign(B, { ...act("ben"), force: true })).toMatchObject({ kind: "assigned" });
    expect([table.state(A).assignee?.by, table.state(B).assignee?.by]).toEqual(["ben", "ben"]);
  });

  it("is done there too when the ids become one in that very moment", async () => {
    const table = aTable();
    const links = memoryLinks(table);
    const real = memoryControls(table);
    const controls = linkedControls(
      {
        ...real,
        changeConsent: async (conversation, change) => {
          const result = await real.changeConsent(conversation, change);
          // The merge has set the link, and has read the other conversation before this consent change was
          // written.
          if (conversation === B) await linkIds(links, A, B, 1);
          return result;
        },
      },
      links,
    );
    await controls.changeConsent(B, aConsentChange("stop"));
    expect((await real.read(A)).optedOutAt).toBeDefined();
  });
});
