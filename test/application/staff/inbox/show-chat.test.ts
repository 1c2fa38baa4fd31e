import { describe, expect, it } from "@jest/globals";
import { bytesInResponse } from "../../../../lib/application/staff/contacts/export-pages.ts";
import { addNote } from "../../../../lib/application/staff/inbox/add-note.ts";
import { saveDraft } from "../../../../lib/application/staff/inbox/save-draft.ts";
import { showChat } from "../../../../lib/application/staff/inbox/show-chat.ts";
import { replyInInbox } from "../../../../lib/application/staff/replies/reply-in-inbox.ts";
import { conversationId, messageId } from "../../../../lib/domain/ids.ts";
import { type InboxWorld, inboxWorld } from "../../../support/inbox-world.ts";
import { anEntry, aText } from "../../../support/make.ts";
import { DANA, SUPPORT } from "../../../support/operator-world.ts";

async function show({ deps }: InboxWorld, request: Partial<Parameters<typeof showChat>[1]>) {
  const shown = await showChat(deps, { conversation: conversationId(""), by: "ann", limit: 50, ...request });
  if (typeof shown === "string") throw new Error(shown);
  return shown;
}

describe("a chat in the inbox", () => {
  it("has what staff need to answer: customer, handoff, messages, notes, acts, lead and their own draft", async () => {
    const world = inboxWorld();
    const { deps, ports, clock } = world;
    const conversation = await world.aConversationWith();
    const since = clock.now();
    await ports.controls.pause(
      conversation,
      { id: "h1", reason: "asked", since, summary: "a refund", origin: conversation },
      since + 5,
    );
    await ports.leads.merge(conversation, SUPPORT, { email: { value: "d@example.com", source: "agent" } }, 1);
    await addNote(deps, { conversation, by: "ben", id: "n1", text: "VIP" });
    await saveDraft(deps, { conversation, by: "ann", text: "We wi" });
    await saveDraft(deps, { conversation, by: "ben", text: "no" });
    const shown = await show(world, { conversation });
    expect(shown).toMatchObject({
      conversation,
      number: SUPPORT,
      state: "waiting",
      waitingSince: since,
      windowClosesAt: expect.any(Number),
      name: "Dana Test",
      unread: true,
      customer: { profileName: "Dana Test", phone: DANA.phone, userId: DANA.userId },
      handoff: { reason: "asked", since, summary: "a refund" },
      resumesAt: since + 5,
      messages: [{ from: "customer", kind: "text", at: since - 60_000 }],
      more: false,
      notes: [{ by: "ben", text: "VIP" }],
      acts: [{ by: "ben", what: "note" }],
      lead: { fields: { email: { value: "d@example.com" } } },
      draft: "We wi",
    });
    expect(shown.handoff).not.toHaveProperty("origin");
  });

  it("shows a reply at once, gives the id to answer with, and why it failed", async () => {
    const world = inboxWorld();
    const { deps, ports } = world;
    const conversation = await world.aConversationWith();
    const before = await show(world, { conversation });
    const seen = before.messages.at(-1)?.id ?? "";
    await replyInInbox(deps, { conversation, by: "ben", id: "r1", text: "Hello Dana", seen });
    const bens = (await show(world, { conversation })).messages.at(-1);
    expect(bens).toMatchObject({ from: "staff", by: "ben", text: "Hello Dana", status: "queued" });
    const anns = { conversation, by: "ann", id: "r2", text: "Hi" };
    expect(await replyInInbox(deps, { ...anns, seen })).toMatchObject({ result: "newer-reply" });
    await ports.outbox.end([conversation], "r1", { state: "failed", code: "131026" });
    const failed = (await show(world, { conversation })).messages.at(-1);
    expect(failed).toMatchObject({ id: bens?.id, status: "failed", failure: { code: "131026" } });
    expect(failed?.failure?.text).toMatch(/cannot deliver/);
    expect(await replyInInbox(deps, { ...anns, seen: failed?.id ?? "" })).toMatchObject({ result: "queued" });
  });

  it("pages back to the start, also before a change of ids, each act on one page", async () => {
    const world = inboxWorld();
    const { ports, clock, ledger } = world;
    const now = await world.aConversationWith();
    const former = await world.aConversationWith({ userId: "US.1" });
    await world.mergeInto(now, former);
    const start = clock.now() - 3_600_000;
    for (let index = 0; index < 12; index++) {
      const at = start + index * 10_000;
      const message = aText({ id: messageId(`wamid.${index}`), text: `${index}`, sentAt: at });
      await ledger.record({ ...anEntry(index < 6 ? former : now, { message }), arrivedAt: at });
      await ports.history.record(now, `a${index}`, { at: at + 5_000, by: "ann", what: `act ${index}` });
    }
    await ports.history.record(now, "early", { at: 1, by: "ann", what: "early" });
    let texts: string[] = [];
    let acts: string[] = [];
    let before: string | undefined;
    for (;;) {
      const page = await show(world, { conversation: former, limit: 5, ...(before && { before }) });
      texts = [...page.messages.map(({ text }) => text), ...texts];
      acts = [...page.acts.map(({ what }) => what), ...acts];
      before = page.messages[0]?.id;
      if (!page.more) break;
    }
    expect(texts.slice(0, 12)).toEqual(Array.from({ length: 12 }, (_, index) => `${index}`));
    expect(acts).toEqual(["early", ...Array.from({ length: 12 }, (_, index) => `act ${index}`)]);
  });

  it("fits into a response, and says that there is more", async () => {
    const world = inboxWorld();
    const conversation = await world.aConversationWith();
    for (let index = 0; index < 100; index++) {
      const message = aText({ text: '"'.repeat(60_000), sentAt: world.clock.now() - index });
      await world.ledger.record(anEntry(conversation, { message }));
    }
    const shown = await show(world, { conversation, limit: 200 });
    expect(shown.more).toBe(true);
    expect(shown.messages.length).toBeGreaterThan(10);
    expect(bytesInResponse(shown)).toBeLessThan(6_000_000);
  });

  it("does not exist for an unknown conversation, nor before what is no message", async () => {
    const world = inboxWorld();
    const conversation = await world.aConversationWith();
    const request = { conversation, by: "ann", limit: 5 };
    expect(await showChat(world.deps, { ...request, conversation: conversationId("unknown") })).toBe(
      "unknown-conversation",
    );
    expect(await showChat(world.deps, { ...request, before: "nonsense" })).toBe("unknown-message");
  });
});
