import { describe, expect, it } from "@jest/globals";
import { memoryLedger } from "../../lib/adapters/memory/memory-ledger.ts";
import { answerConversationWith } from "../../lib/application/answer-conversation.ts";
import { noticeEchoWith } from "../../lib/application/notice-echo.ts";
import { conversationId, messageId } from "../../lib/domain/ids.ts";
import type { Outbound } from "../../lib/domain/outbound.ts";
import { edgeOf } from "../support/edge.ts";
import { engineWorld, HOUR, SUPPORT } from "../support/engine-world.ts";

const OTHER = conversationId("other");

/** A conversation that the customer has left for another id, and something that waits to be said in it. */
async function moved(job: Pick<Outbound, "content"> & Partial<Outbound>) {
  const world = engineWorld();
  await world.write("hello");
  await world.run();
  const state = world.state();
  world.table.states.set(OTHER, {
    conversation: OTHER,
    version: 1,
    number: SUPPORT,
    customer: { userId: "US.2" },
    lastInboundAt: world.clock.time,
  });
  world.table.states.set(world.conversation, { ...state, movedTo: OTHER, version: state.version + 1 });
  await world.engine.outbox.add(world.conversation, { id: "r1", number: SUPPORT, at: world.clock.time, by: "arn:staff", ...job });
  const runThere = () => answerConversationWith(world.engine)(OTHER, world.clock.time + 90_000, SUPPORT);
  return { ...world, runThere };
}

describe("what people want to say to a customer who goes by another id now", () => {
  it("follows the customer, also when it cannot be queued there at first", async () => {
    const { engine, conversation, run, runThere, texts } = await moved({ content: { kind: "reply", text: "We send a new lamp." } });
    const { add } = engine.outbox;
    engine.outbox.add = () => Promise.reject(new Error("throttled"));
    await expect(run()).rejects.toThrow("throttled");
    engine.outbox.add = add;
    await run();
    await runThere();
    expect(texts()).toEqual(["re: hello", "We send a new lamp."]);
    expect(await engine.outbox.find(conversation, "r1")).toMatchObject({ state: "cancelled", code: "moved" });
  });

  it("ends the mailing where it was claimed", async () => {
    const template = { name: "spring", language: "en", preview: "Spring sale" };
    const { engine, conversation, run, runThere, texts } = await moved({ content: { kind: "template", template }, campaign: "spring" });
    await engine.campaigns.claim("spring", conversation, SUPPORT, "r1");
    await run();
    await runThere();
    expect(texts()).toEqual(["re: hello", "Spring sale"]);
    expect(await engine.campaigns.jobs("spring")).toMatchObject([{ conversation, state: "sent" }]);
  });
});

describe("a reply under way to a customer who goes by another id now", () => {
  it("is silenced by what silences the bot there", async () => {
    const world = engineWorld({ number: { formatReply: (text) => ["1", "2"].map((part) => ({ text: `${text} ${part}` })) } });
    world.outcomes.push({ kind: "accepted", id: "out-a" }, { kind: "refused", code: "131056", remedy: "later" });
    await world.write("hello");
    await world.run();
    const state = world.state();
    world.table.states.set(OTHER, { conversation: OTHER, version: 1, number: SUPPORT, customer: { userId: "US.2" } });
    await world.engine.controls.pause(OTHER, { id: "h", reason: "app", since: 1, quiet: true, origin: OTHER }, world.clock.time + 9 * HOUR);
    world.table.states.set(world.conversation, { ...state, movedTo: OTHER, version: state.version + 1 });
    world.clock.time += HOUR;
    await world.run();
    expect(world.texts()).toEqual(["re: hello 1"]);
  });
});

describe("an echo", () => {
  it("that is delivered days late pauses nothing", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    const notice = noticeEchoWith({ ...world.engine, ...edgeOf(world.table), ledger: memoryLedger(world.table), resumeAfter: HOUR });
    const echo = { id: messageId("wamid.late"), number: SUPPORT, isText: true, text: "hi", sentAt: world.clock.time - 2 * HOUR };
    expect(await notice(world.conversation, echo, world.clock.time)).toBe("person");
    expect(world.state().pausedAt).toBeUndefined();
  });
});

describe("an echo of a message of ours", () => {
  it("is known by its id also when others have left since", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    const [part] = world.state().turn?.parts ?? [];
    for (const text of ["STOP", "START"]) {
      await world.write(text);
      await world.run();
      world.clock.time += 1_000;
    }
    expect(world.texts()).toEqual(["re: hello", "text:optedOut", "text:optedIn"]);
    const notice = noticeEchoWith({ ...world.engine, ...edgeOf(world.table), ledger: memoryLedger(world.table), resumeAfter: HOUR });
    const echo = { number: SUPPORT, isText: true, text: "something else", sentAt: world.clock.time + 10_000 };
    expect(await notice(world.conversation, { ...echo, id: messageId(part?.id ?? "") }, world.clock.time)).toBe("ours");
    expect(await notice(world.conversation, { ...echo, id: messageId("wamid.person") }, world.clock.time)).toBe("person");
  });
});
