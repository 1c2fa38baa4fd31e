import { describe, expect, it } from "@jest/globals";
import { linkIds } from "../../../lib/application/identity/identities.ts";
import {
  assignConversation,
  releaseConversation,
} from "../../../lib/application/staff/conversation/assign-conversation.ts";
import { resumeConversation } from "../../../lib/application/staff/conversation/resume-conversation.ts";
import { addNote } from "../../../lib/application/staff/inbox/add-note.ts";
import type { InboxDeps } from "../../../lib/application/staff/inbox/inbox-deps.ts";
import { saveDraft } from "../../../lib/application/staff/inbox/save-draft.ts";
import { replyInInbox } from "../../../lib/application/staff/replies/reply-in-inbox.ts";
import { replyWithTemplate } from "../../../lib/application/staff/replies/reply-with-template.ts";
import { chatMessageId } from "../../../lib/domain/chat/chat-message-id.ts";
import { type ConversationId, conversationId } from "../../../lib/domain/ids.ts";
import { crashing } from "../../support/crashing.ts";
import { type InboxWorld, inboxWorld } from "../../support/inbox-world.ts";
import { DANA, SUPPORT } from "../../support/operator-world.ts";

const HOUR = 3_600_000;
const UNKNOWN = conversationId("unknown");
const seenAt = (at: number) => chatMessageId(at, "in-x");
const actsOf = async ({ ports }: InboxWorld, conversation: ConversationId) =>
  (await ports.history.acts(conversation)).map(({ what, by, detail }) =>
    [what, by, detail].filter(Boolean).join(" "),
  );

/** Lets an act die before and after each of its calls, repeats it, and checks what there is then. */
async function atEveryCrash<Prepared>(
  prepare: (world: InboxWorld) => Promise<Prepared>,
  act: (deps: InboxDeps, prepared: Prepared) => Promise<unknown>,
  check: (world: InboxWorld, prepared: Prepared) => Promise<void>,
): Promise<number> {
  let deaths = 0;
  for (const when of ["before", "after"] as const)
    for (let at = 0; ; at++) {
      const world = inboxWorld();
      const prepared = await prepare(world);
      const dying = crashing(world.ports, at, when);
      const died = await act(world.depsWith(dying.ports), prepared).then(
        () => false,
        () => true,
      );
      if (died) await act(world.deps, prepared);
      await check(world, prepared);
      if (!died) break;
      deaths++;
    }
  return deaths;
}

describe("a reply while the customer's ids are being joined", () => {
  it("is refused when a colleague's newer one stands where the conversation's id led before", async () => {
    const world = inboxWorld();
    const [former, current] = [
      await world.aConversationWith({ phone: "15550177009" }),
      await world.aConversationWith(DANA),
    ];
    const seen = seenAt(world.clock.now());
    world.clock.time += 1_000;
    const reply = (by: string) =>
      replyInInbox(world.deps, { conversation: former, by, id: `reply-${by}`, text: `From ${by}`, seen });
    expect(await reply("ben")).toMatchObject({ result: "queued" });
    // The webhook has linked them; the worker has not merged them yet.
    await linkIds(world.ports.links, current, former, world.clock.now());
    world.clock.time += 1_000;
    expect(await reply("ann")).toEqual({ result: "newer-reply", by: "ben" });
  });
});

describe("assigning a conversation to oneself", () => {
  it("takes it over quietly, wakes the worker, and is one act however often it is repeated", async () => {
    const world = inboxWorld();
    const conversation = await world.aConversationWith();
    const now = world.clock.now();
    const request = { conversation, by: "ann" };
    const assignee = { by: "ann", at: now };
    expect(await assignConversation(world.deps, request)).toEqual({ kind: "assigned", assignee });
    world.clock.time += HOUR;
    expect(await assignConversation(world.deps, request)).toEqual({ kind: "assigned", assignee });
    expect(await world.ports.controls.read(conversation)).toMatchObject({
      pausedAt: now,
      handoff: { reason: "operator", by: "ann", quiet: true },
      resumeAt: now + 13 * HOUR,
      assignee,
    });
    expect(await actsOf(world, conversation)).toEqual(["assign ann"]);
    expect(world.turnQueue.sent).toContainEqual({ kind: "wake", conversation, number: SUPPORT });
  });

  it("is refused while a colleague has it, unless forced, and released by its owner", async () => {
    const world = inboxWorld();
    const conversation = await world.aConversationWith();
    const [anns, bens] = [
      { conversation, by: "ann" },
      { conversation, by: "ben" },
    ];
    await assignConversation(world.deps, anns);
    expect(await assignConversation(world.deps, bens)).toEqual({ kind: "taken", to: "ann" });
    expect(await releaseConversation(world.deps, bens)).toEqual({ kind: "taken", to: "ann" });
    expect(await assignConversation(world.deps, { ...bens, force: true })).toMatchObject({
      kind: "assigned",
    });
    world.clock.time += 1;
    expect(await releaseConversation(world.deps, bens)).toEqual({ kind: "free" });
    expect(await releaseConversation(world.deps, bens)).toEqual({ kind: "free" });
    const { assignee, pausedAt } = await world.ports.controls.read(conversation);
    expect([assignee, pausedAt === undefined]).toEqual([undefined, false]);
    expect(await actsOf(world, conversation)).toEqual(["assign ann", "assign ben", "release ben ben"]);
    expect(await assignConversation(world.deps, { conversation: UNKNOWN, by: "ann" })).toBe(
      "unknown-conversation",
    );
  });

  it("in the same second by many, succeeds for one", async () => {
    const world = inboxWorld();
    const conversation = await world.aConversationWith();
    const results = await Promise.all(
      ["ann", "ben", "carl"].map((by) => assignConversation(world.deps, { conversation, by })),
    );
    expect(results.map((result) => (typeof result === "string" ? result : result.kind)).toSorted()).toEqual([
      "assigned",
      "taken",
      "taken",
    ]);
    expect(await actsOf(world, conversation)).toHaveLength(1);
  });

  it("is finished by a repeat, wherever the first attempt died, and so is the release", async () => {
    const request = (conversation: ConversationId) => ({ conversation, by: "ann" });
    const assigning = await atEveryCrash(
      (world) => world.aConversationWith(),
      (deps, conversation) => assignConversation(deps, request(conversation)),
      async (world, conversation) => {
        expect((await world.ports.controls.read(conversation)).assignee?.by).toBe("ann");
        expect(await actsOf(world, conversation)).toEqual(["assign ann"]);
        expect(world.turnQueue.sent.length).toBeGreaterThan(0);
      },
    );
    const releasing = await atEveryCrash(
      async (world) => {
        const conversation = await world.aConversationWith();
        await assignConversation(world.deps, request(conversation));
        world.clock.time += 1;
        return conversation;
      },
      (deps, conversation) => releaseConversation(deps, request(conversation)),
      async (world, conversation) => {
        expect((await world.ports.controls.read(conversation)).assignee).toBeUndefined();
        expect(await actsOf(world, conversation)).toEqual(["assign ann", "release ann ann"]);
        expect(world.turnQueue.sent.length).toBeGreaterThan(1);
      },
    );
    expect(assigning).toBeGreaterThan(8);
    expect(releasing).toBeGreaterThan(8);
  });
});

describe("a reply in the inbox", () => {
  const reply = (conversation: ConversationId, by: string, id: string, more: object = {}) => ({
    conversation,
    by,
    id,
    text: `text of ${id}`,
    ...more,
  });

  it("pauses the bot, assigns the conversation, and is queued under its author", async () => {
    const world = inboxWorld();
    const conversation = await world.aConversationWith();
    const at = world.clock.now();
    expect(
      await replyInInbox(world.deps, reply(conversation, "ann", "r1", { seen: seenAt(at - 9) })),
    ).toEqual({
      conversation,
      outbound: "r1",
      result: "queued",
    });
    expect(await world.ports.outbox.find(conversation, "r1")).toMatchObject({
      by: "ann",
      at,
      state: "waiting",
    });
    expect(await world.ports.controls.read(conversation)).toMatchObject({
      assignee: { by: "ann" },
      lastStaffReply: { by: "ann", at, id: "r1" },
    });
    expect(await actsOf(world, conversation)).toEqual(["reply ann r1"]);
  });

  it("is accepted from one of several who have seen the same, in the same second", async () => {
    const world = inboxWorld();
    const conversation = await world.aConversationWith();
    const seen = seenAt(world.clock.now() - 60_000);
    const results = await Promise.all(
      ["ann", "ben", "carl"].map((by) =>
        replyInInbox(world.deps, reply(conversation, by, `r-${by}`, { seen })),
      ),
    );
    const queued = results.filter((result) => typeof result === "object" && result.result === "queued");
    expect(queued).toHaveLength(1);
    expect(results.filter((result) => typeof result === "object" && result.result === "newer-reply")).toEqual(
      [
        { result: "newer-reply", by: "ann" },
        { result: "newer-reply", by: "ann" },
      ],
    );
    const first = await world.ports.outbox.find(conversation, "r-ann");
    const renewed = { seen: chatMessageId(first?.at ?? 0, "out-r-ann") };
    expect(await replyInInbox(world.deps, reply(conversation, "ben", "r-ben", renewed))).toMatchObject({
      result: "queued",
    });
    expect((await world.ports.controls.read(conversation)).assignee?.by).toBe("ann");
  });

  it("is not refused again when it is repeated, whoever has written since", async () => {
    const world = inboxWorld();
    const conversation = await world.aConversationWith();
    const seen = seenAt(world.clock.now() - 60_000);
    const request = reply(conversation, "ann", "r1", { seen });
    await replyInInbox(world.deps, request);
    await replyInInbox(world.deps, reply(conversation, "ben", "r2", { seen: seenAt(world.clock.now() + 9) }));
    expect(await replyInInbox(world.deps, request)).toMatchObject({ result: "repeated" });
    expect(await replyInInbox(world.deps, { ...request, text: "another" })).toBe("id-taken");
  });

  it("that died between its two writes stops colleagues for a minute only", async () => {
    const world = inboxWorld();
    const conversation = await world.aConversationWith();
    const seen = seenAt(world.clock.now() - 60_000);
    const broken = { ...world.ports.outbox, add: () => Promise.reject(new Error("died")) };
    const dying = world.depsWith({ ...world.ports, outbox: broken });
    await expect(replyInInbox(dying, reply(conversation, "ben", "lost", { seen }))).rejects.toThrow("died");
    const anns = reply(conversation, "ann", "r1", { seen });
    expect(await replyInInbox(world.deps, anns)).toEqual({ result: "newer-reply", by: "ben" });
    world.clock.time += 60_001;
    expect(await replyInInbox(world.deps, anns)).toMatchObject({ result: "queued" });
    // The one that died comes back to life, and is refused in its turn.
    expect(await replyInInbox(world.deps, reply(conversation, "ben", "lost", { seen }))).toEqual({
      result: "newer-reply",
      by: "ann",
    });
  });

  it("is refused for what was written in the Business app, however long ago, until it is seen", async () => {
    const world = inboxWorld();
    const conversation = await world.aConversationWith();
    const at = world.clock.now();
    const handoff = { id: "echo", reason: "app" as const, since: at, by: "app", origin: conversation };
    await world.ports.controls.startReply(conversation, {
      id: "echo",
      by: "app",
      at,
      handoff,
      resumeAt: at + 9,
    });
    world.clock.time += HOUR;
    const anns = reply(conversation, "ann", "r1");
    expect(await replyInInbox(world.deps, { ...anns, seen: seenAt(at - 1) })).toEqual({
      result: "newer-reply",
      by: "app",
    });
    expect(await replyInInbox(world.deps, { ...anns, seen: seenAt(at) })).toMatchObject({ result: "queued" });
  });

  it("is finished by a repeat, wherever the first attempt died", async () => {
    const deaths = await atEveryCrash(
      async (world) => {
        const conversation = await world.aConversationWith();
        return reply(conversation, "ann", "r1", { seen: seenAt(world.clock.now() - 60_000) });
      },
      replyInInbox,
      async (world, { conversation }) => {
        expect(await world.ports.outbox.find(conversation, "r1")).toMatchObject({ state: "waiting" });
        expect(await actsOf(world, conversation)).toEqual(["reply ann r1"]);
        expect(world.turnQueue.sent.length).toBeGreaterThan(0);
      },
    );
    expect(deaths).toBeGreaterThan(10);
  });

  it("counts for all of a customer's ids", async () => {
    const world = inboxWorld();
    const now = await world.aConversationWith();
    const former = await world.aConversationWith({ userId: "US.1" });
    const seen = seenAt(world.clock.now() - 60_000);
    await replyInInbox(world.deps, reply(former, "ann", "r1", { seen }));
    await world.mergeInto(now, former);
    for (const conversation of [now, former])
      expect(await replyInInbox(world.deps, reply(conversation, "ben", "r2", { seen }))).toEqual({
        result: "newer-reply",
        by: "ann",
      });
    expect(await replyInInbox(world.deps, reply(former, "ann", "r1", { seen }))).toMatchObject({
      result: "repeated",
    });
  });

  it("quotes a customer's message by its place in the chat, and refuses what is none", async () => {
    const world = inboxWorld();
    const conversation = await world.aConversationWith();
    const [message] = (await world.ports.chats.read([conversation], "ann")).messages;
    const quote = chatMessageId(message?.sentAt ?? 0, `in-${message?.hash}`);
    await replyInInbox(world.deps, reply(conversation, "ann", "r1", { quote }));
    expect((await world.ports.outbox.find(conversation, "r1"))?.content).toMatchObject({
      replyTo: message?.id,
    });
    const wrong = [seenAt(1), chatMessageId(1, "in-"), chatMessageId(1, "out-r1"), "1.in-x", "", "in-x"];
    for (const each of wrong)
      expect(await replyInInbox(world.deps, reply(conversation, "ann", "r2", { quote: each }))).toBe(
        "unknown-message",
      );
    for (const seen of ["", "now", seenAt(world.clock.now() + HOUR)])
      expect(await replyInInbox(world.deps, reply(conversation, "ann", "r2", { seen }))).toBe(
        "unknown-message",
      );
    expect(await world.ports.outbox.find(conversation, "r2")).toBeUndefined();
  });

  it.each([
    ["opted-out", { optedOutAt: 1 }],
    ["window-closed", { lastInboundAt: 1 }],
  ] as const)("is refused: %s; and then nobody has the conversation", async (reason, change) => {
    const world = inboxWorld();
    const { optedOutAt, ...state } = { optedOutAt: undefined, ...change };
    const conversation = await world.aConversationWith(DANA, SUPPORT, state);
    if (optedOutAt)
      await world.ports.controls.changeConsent(conversation, {
        id: "w",
        action: "stop",
        scope: "all",
        source: "word",
        at: 1,
      });
    expect(await replyInInbox(world.deps, reply(conversation, "ann", "r1"))).toBe(reason);
    const { pausedAt, lastStaffReply } = await world.ports.controls.read(conversation);
    expect([pausedAt, lastStaffReply]).toEqual([undefined, undefined]);
  });
});

describe("other acts in the inbox", () => {
  it("a note is kept once, and is an act without its text", async () => {
    const deaths = await atEveryCrash(
      async (world) => ({ conversation: await world.aConversationWith(), by: "ann", id: "n1", text: "VIP" }),
      addNote,
      async (world, { conversation }) => {
        expect(await world.ports.notes.list([conversation])).toEqual([
          { id: "n1", at: world.clock.now(), by: "ann", text: "VIP" },
        ]);
        expect(await actsOf(world, conversation)).toEqual(["note ann n1"]);
      },
    );
    expect(deaths).toBeGreaterThan(5);
    const { deps } = inboxWorld();
    expect(await addNote(deps, { conversation: UNKNOWN, by: "ann", id: "n1", text: "VIP" })).toBe(
      "unknown-conversation",
    );
  });

  it("another note under the same id is refused, so that it does not get lost unnoticed", async () => {
    const { deps, ports, aConversationWith } = inboxWorld();
    const note = { conversation: await aConversationWith(), by: "ann", id: "n1", text: "VIP" };
    expect(await addNote(deps, note)).toEqual({ id: "n1" });
    expect(await addNote(deps, { ...note, text: "Wants a refund" })).toBe("id-taken");
    expect(await addNote(deps, { ...note, by: "ben" })).toBe("id-taken");
    expect(await addNote(deps, note)).toEqual({ id: "n1" });
    expect(await ports.notes.list([note.conversation])).toMatchObject([{ by: "ann", text: "VIP" }]);
  });

  it("a draft is its author's, and no act", async () => {
    const world = inboxWorld();
    const conversation = await world.aConversationWith();
    expect(await saveDraft(world.deps, { conversation, by: "ann", text: "We wi" })).toBe("saved");
    expect(await world.ports.drafts.find([conversation], "ann")).toBe("We wi");
    expect(await world.ports.drafts.find([conversation], "ben")).toBeUndefined();
    expect(await actsOf(world, conversation)).toEqual([]);
    expect(await saveDraft(world.deps, { conversation: UNKNOWN, by: "ann", text: "" })).toBe(
      "unknown-conversation",
    );
  });

  it("handing back with a note for the agent survives a crash anywhere", async () => {
    await atEveryCrash(
      async (world) => {
        const conversation = await world.aConversationWith();
        await assignConversation(world.deps, { conversation, by: "ann" });
        return { conversation, by: "ann", note: "is called Dana" };
      },
      resumeConversation,
      async (world, { conversation }) => {
        const { endedHandoffs, assignee } = await world.ports.controls.read(conversation);
        expect(endedHandoffs).toMatchObject([{ endedBy: "ann", note: "is called Dana" }]);
        expect(assignee).toBeUndefined();
        expect(await actsOf(world, conversation)).toEqual(["assign ann", "resume ann"]);
      },
    );
  });

  it("a template goes to the conversation's customer, and to none who has opted out", async () => {
    const world = inboxWorld();
    const conversation = await world.aConversationWith(DANA, SUPPORT, { lastInboundAt: 1 });
    const request = {
      conversation,
      by: "ann",
      id: "t1",
      template: { name: "order_update", values: { "1": "Dana" } },
    };
    expect(await replyWithTemplate(world.deps, request)).toEqual({
      conversation,
      outbound: "t1",
      result: "queued",
    });
    expect(await actsOf(world, conversation)).toEqual(["template ann order_update"]);
    await world.ports.controls.changeConsent(conversation, {
      id: "w",
      action: "stop",
      scope: "templates",
      source: "preference",
      at: 1,
    });
    expect(await replyWithTemplate(world.deps, { ...request, id: "t2" })).toBe("opted-out");
    expect(await replyWithTemplate(world.deps, { ...request, conversation: UNKNOWN })).toBe(
      "unknown-conversation",
    );
    expect(await replyWithTemplate(world.deps, { ...request, id: "t1" })).toMatchObject({
      result: "repeated",
    });
  });
});
