import { describe, expect, it } from "@jest/globals";
import { linkIds } from "../../../lib/application/identity/identities.ts";
import { replyInInbox } from "../../../lib/application/staff/replies/reply-in-inbox.ts";
import { chatMessageId } from "../../../lib/domain/chat/chat-message-id.ts";
import type { ConversationId } from "../../../lib/domain/ids.ts";
import { type InboxWorld, inboxWorld } from "../../support/inbox-world.ts";
import { DANA } from "../../support/operator-world.ts";

const LOST_AFTER_MS = 60_000;
const seenAt = (at: number) => chatMessageId(at, "in-x");
const reply = (conversation: ConversationId, by: string, seen: string) => ({
  conversation,
  by,
  id: `from-${by}`,
  text: `from ${by}`,
  seen,
});

/** Dies before the reply is queued. */
const dying = (world: InboxWorld) =>
  world.depsWith({
    ...world.ports,
    outbox: { ...world.ports.outbox, add: () => Promise.reject(new Error("died")) },
  });

describe("a reply that passes over a colleague's lost one", () => {
  it.each([
    ["queued", (world: InboxWorld) => world.deps],
    ["dead again", dying],
  ])("is refused when the colleague repeats it in between: %s", async (_, depsOf) => {
    const world = inboxWorld();
    const conversation = await world.aConversationWith();
    const seen = seenAt(world.clock.now() - 1_000);
    const anns = reply(conversation, "ann", seen);
    await expect(replyInInbox(dying(world), anns)).rejects.toThrow("died");
    world.clock.time += LOST_AFTER_MS + 1;

    const { outbox } = world.ports;
    let repeats = 0;
    const find: typeof outbox.find = async (place, id) => {
      const found = await outbox.find(place, id);
      // Ben's first write was refused by what is lost, and his second is next.
      if (id === anns.id && repeats++ === 0) await replyInInbox(depsOf(world), anns).catch(() => undefined);
      return found;
    };
    const bens = world.depsWith({ ...world.ports, outbox: { ...outbox, find } });
    expect(await replyInInbox(bens, reply(conversation, "ben", seen))).toEqual({
      result: "newer-reply",
      by: "ann",
    });
    expect(repeats).toBe(2);
  });
});

describe("a reply after a colleague's lost one, before which the same colleague sent another", () => {
  it("is refused until that one is seen", async () => {
    const world = inboxWorld();
    const conversation = await world.aConversationWith();
    const seen = seenAt(world.clock.now() - 1_000);
    const sent = { ...reply(conversation, "ann", seen), id: "sent" };
    await replyInInbox(world.deps, sent);
    world.clock.time += 1_000;
    await expect(replyInInbox(dying(world), reply(conversation, "ann", seen))).rejects.toThrow("died");
    await expect(replyInInbox(dying(world), reply(conversation, "ann", seen))).rejects.toThrow("died");
    world.clock.time += LOST_AFTER_MS + 2;
    expect(await replyInInbox(world.deps, reply(conversation, "ben", seen))).toEqual({
      result: "newer-reply",
      by: "ann",
    });
    const current = seenAt((await world.ports.outbox.find(conversation, "sent"))?.at ?? 0);
    expect(await replyInInbox(world.deps, reply(conversation, "ben", current))).toMatchObject({
      result: "queued",
    });
  });
});

describe("a reply between the steps of a merge", () => {
  async function aHalfMerge() {
    const world = inboxWorld();
    const [former, current] = [
      await world.aConversationWith({ phone: "15550177009" }),
      await world.aConversationWith(DANA),
    ];
    const seen = seenAt(world.clock.now());
    world.clock.time += 1_000;
    await replyInInbox(world.deps, reply(former, "ann", seen));
    await linkIds(world.ports.links, current, former, world.clock.now());
    const { state } = await world.ports.conversations.load(former);
    await world.ports.conversations.save({ ...state, movedTo: current }, []);
    world.clock.time += 1_000;
    return { world, former, current, seen };
  }

  it("is refused for a colleague's that only the fenced off conversation knows", async () => {
    const { world, former, current, seen } = await aHalfMerge();
    const before = world.table.state(former);
    expect(await replyInInbox(world.deps, reply(former, "ben", seen))).toEqual({
      result: "newer-reply",
      by: "ann",
    });
    expect(world.table.state(former)).toEqual(before);
    expect(world.table.state(current).lastStaffReply).toBeUndefined();
  });

  it("is accepted from one who has seen the colleague's", async () => {
    const { world, former } = await aHalfMerge();
    const seen = seenAt(world.clock.now());
    expect(await replyInInbox(world.deps, reply(former, "ben", seen))).toMatchObject({ result: "queued" });
  });

  it("passes over a colleague's that was lost", async () => {
    const { world, former, seen } = await aHalfMerge();
    world.table.outbound.clear();
    world.clock.time += LOST_AFTER_MS;
    expect(await replyInInbox(world.deps, reply(former, "ben", seen))).toMatchObject({ result: "queued" });
  });
});
