import { describe, expect, it } from "@jest/globals";
import { resumeConversation } from "../../../lib/application/staff/conversation/resume-conversation.ts";
import { replyInInbox } from "../../../lib/application/staff/replies/reply-in-inbox.ts";
import { replyWithTemplate } from "../../../lib/application/staff/replies/reply-with-template.ts";
import { chatMessageId } from "../../../lib/domain/chat/chat-message-id.ts";
import { rowStateOf } from "../../../lib/domain/inbox/row-state.ts";
import { crashing } from "../../support/crashing.ts";
import { inboxWorld } from "../../support/inbox-world.ts";
import { aTemplate, DANA, SUPPORT } from "../../support/operator-world.ts";

const HOUR = 3_600_000;
const seenAt = (at: number) => chatMessageId(at, "in-x");
const template = { name: "order_update", values: { "1": "Dana" } };

async function aWaitingCustomer() {
  const world = inboxWorld();
  const { clock, ports } = world;
  const conversation = await world.aConversationWith(DANA, SUPPORT, { lastInboundAt: clock.time });
  const since = clock.time;
  await ports.controls.pause(
    conversation,
    { id: "h", reason: "asked", since, origin: conversation },
    since + 12 * HOUR,
  );
  clock.time += 25 * HOUR;
  const sent = (by: string, more: { id?: string; seen?: string } = {}) =>
    replyWithTemplate(world.deps, { conversation, by, id: `by-${by}`, template, ...more });
  return { ...world, conversation, since, sent };
}

describe("a template sent from the inbox", () => {
  it("is a person's answer: the customer waits no longer, the author has the chat, and the bot stays silent", async () => {
    const { sent, ports, conversation, clock } = await aWaitingCustomer();
    expect(rowStateOf(await ports.controls.read(conversation))).toBe("waiting");
    expect(await sent("ann")).toMatchObject({ result: "queued" });
    const state = await ports.controls.read(conversation);
    expect(rowStateOf(state)).toBe("person");
    expect(state).toMatchObject({
      assignee: { by: "ann" },
      resumeAt: clock.time + 12 * HOUR,
      lastStaffReply: { by: "ann", id: "by-ann" },
    });
  });

  it("takes the chat from the bot, quietly", async () => {
    const { deps, sent, ports, conversation } = await aWaitingCustomer();
    await resumeConversation(deps, { conversation, by: "ben" });
    await sent("ann");
    expect(await ports.controls.read(conversation)).toMatchObject({
      handoff: { reason: "operator", by: "ann", quiet: true },
      assignee: { by: "ann" },
    });
  });

  it("that cannot be sent changes nothing", async () => {
    const { deps, ports, conversation } = await aWaitingCustomer();
    const before = await ports.controls.read(conversation);
    const bad = { name: "none", values: {} };
    expect(await replyWithTemplate(deps, { conversation, by: "ann", id: "t", template: bad })).toMatchObject({
      result: "bad-template",
    });
    expect(await ports.controls.read(conversation)).toEqual(before);
  });

  it("goes out once when several who have seen the same send one in the same second", async () => {
    const { sent, ports, conversation, since } = await aWaitingCustomer();
    const seen = seenAt(since);
    const results = await Promise.all(["ann", "ben", "cem"].map((by) => sent(by, { seen })));
    const outcomes = results.map((each) => (typeof each === "object" ? each.result : each));
    expect(outcomes.toSorted()).toEqual(["newer-reply", "newer-reply", "queued"]);
    const queued = await Promise.all(
      ["ann", "ben", "cem"].map((by) => ports.outbox.find(conversation, `by-${by}`)),
    );
    expect(queued.filter((each) => each !== undefined)).toHaveLength(1);
  });

  it("counts for colleagues' replies, and theirs count for it", async () => {
    const { deps, sent, clock, conversation, since } = await aWaitingCustomer();
    await sent("ann", { seen: seenAt(since) });
    expect(await sent("ben", { seen: seenAt(since) })).toEqual({ result: "newer-reply", by: "ann" });
    expect(await sent("ben", { seen: seenAt(clock.time + 1_000) })).toMatchObject({ result: "queued" });
    expect(await sent("ann", { id: "second", seen: seenAt(since) })).toEqual({
      result: "newer-reply",
      by: "ben",
    });
    expect(await sent("cem", { seen: "not an id" })).toBe("unknown-message");
    expect(await sent("cem", { seen: seenAt(clock.time + HOUR) })).toBe("unknown-message");
    clock.time = since + HOUR;
    const text = { conversation, by: "cem", id: "r", text: "hello", seen: seenAt(since) };
    expect(await replyInInbox(deps, text)).toMatchObject({ result: "newer-reply" });
  });

  it("is sent once wherever the first attempt crashed, also with the same `seen`", async () => {
    for (const when of ["before", "after"] as const)
      for (let at = 0, died = true; died; at++) {
        const { depsWith, deps, ports, conversation, since } = await aWaitingCustomer();
        const request = { conversation, by: "ann", id: "t", template, seen: seenAt(since) };
        const dying = crashing(ports, at, when);
        died = await replyWithTemplate(depsWith(dying.ports), request).then(
          () => false,
          () => true,
        );
        const again = await replyWithTemplate(deps, request);
        expect(again).toMatchObject({ outbound: "t" });
        expect(await ports.outbox.find(conversation, "t")).toMatchObject({ state: "waiting" });
        expect(await ports.history.acts(conversation)).toHaveLength(1);
      }
  });

  it.each([
    ["MARKETING", "no-opt-in"],
    ["OTHER", "unknown-category"],
  ])(
    "is refused where opt-ins are demanded and none is recorded: %s, and leaves the chat to the bot",
    async (category, refused) => {
      const { deps, ports, catalogue, conversation } = await aWaitingCustomer();
      catalogue.templates = [aTemplate({ category })];
      const before = await ports.controls.read(conversation);
      const demanding = { ...deps, requiresOptIn: true };
      expect(await replyWithTemplate(demanding, { conversation, by: "ann", id: "t", template })).toBe(
        refused,
      );
      expect(await ports.controls.read(conversation)).toEqual(before);
    },
  );
});
