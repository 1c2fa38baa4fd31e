import { describe, expect, it } from "@jest/globals";
import { IntegrationError } from "../../lib/application/ports/integration-error.ts";
import { conversationId } from "../../lib/domain/ids.ts";
import { isOwnMessage } from "../../lib/domain/turn/deferred-reply.ts";
import { sentEvents } from "../../lib/domain/turn/message-events.ts";
import { aTurn } from "../contracts/store.ts";
import { aNumberWith, DANA, DANA_LATER } from "../support/customer-world.ts";
import { AI, disclosingWorld as aWorld, disclosing, told } from "../support/disclosing.ts";
import { engineWorld, HOUR } from "../support/engine-world.ts";

const DAY = 24 * HOUR;

describe("the disclosure", () => {
  it("stands in front of the first answer, in the same message, and of no other", async () => {
    const { says, texts, state } = aWorld();
    await says("one");
    await says("two");
    await says("three", 29 * DAY);
    expect(texts()).toEqual([told("re: one"), "re: two", "re: three"]);
    expect(state().progress?.disclosures).toEqual([
      { at: expect.any(Number), turn: expect.stringMatching(/^t-/), text: AI },
    ]);
  });

  it("comes again thirty days after it was last there", async () => {
    const { says, texts } = aWorld();
    await says("one");
    await says("two", 30 * DAY);
    await says("three");
    expect(texts()).toEqual([told("re: one"), told("re: two"), "re: three"]);
  });

  it("comes nowhere where the business switched it off", async () => {
    const { disclosure: _, ...number } = disclosing();
    const world = engineWorld({ number });
    await world.write("one");
    await world.settle();
    expect(world.texts()).toEqual(["re: one"]);
    expect(JSON.stringify(world.state())).not.toContain("disclosure");
  });

  it("comes before the fallback line, also when a person takes over in the same message", async () => {
    const world = aWorld({ rules: { failedTurns: 1 } });
    world.engine.agent.ask = () =>
      Promise.reject(new IntegrationError({ system: "chatsby", code: "http_404", retry: "never" }));
    await world.says("one");
    expect(world.texts()).toEqual([told("sorry\n\ntext:handoff")]);
  });

  it("is in the first of several messages only", async () => {
    const { says, texts } = aWorld({
      number: disclosing((text) => ["1", "2"].map((part) => ({ text: `${text} ${part}` }))),
    });
    await says("one");
    expect(texts()).toEqual([told("re: one 1"), "re: one 2"]);
  });

  it("is never on what a person writes, also when a person speaks first, nor on the system's own messages", async () => {
    const { says, staffWrites, texts, clock, resume, run } = aWorld();
    await says("human");
    await staffWrites("r1");
    await run();
    await says("stop");
    await says("start");
    expect(texts()).toEqual(["text:handoff", "Hello, this is Mia.", "text:optedOut", "text:optedIn"]);
    clock.time += 1_000;
    await resume();
    await says("and now?");
    expect(texts().at(-1)).toBe(told("re: and now?"));
  });

  it("comes again after a person had the chat, and not before", async () => {
    const { says, staffWrites, texts, resume, run, clock } = aWorld();
    await says("one");
    await says("human");
    await staffWrites("r1");
    await run();
    clock.time += 1_000;
    await resume();
    await says("two");
    await says("three");
    expect(texts().slice(-3)).toEqual(["Hello, this is Mia.", told("re: two"), "re: three"]);
  });

  it("does not hand over by itself, whatever phrases mean a handoff", async () => {
    const { says, state } = aWorld({ rules: { phrases: ["with an ai"] } });
    await says("one");
    expect(state().pausedAt).toBeUndefined();
  });
});

describe("the disclosure, beside what else becomes of its message,", () => {
  const picture = { kind: "image", url: "https://cdn.example.com/nova.jpg" } as const;

  it("stays with the link that replaces a picture", async () => {
    const { says, texts, outcomes } = aWorld({ number: disclosing((text) => [{ text, media: picture }]) });
    outcomes.push({ kind: "refused", code: "131053", failureAction: "never" });
    await says("one");
    expect(texts()).toEqual([told(`re: one\n${picture.url}`)]);
  });

  it("comes before the link that replaces a picture later, as the customer has seen neither", async () => {
    const { says, texts, fails } = aWorld({ number: disclosing((text) => [{ text, media: picture }]) });
    await says("one");
    await says("two");
    await fails(0, "131053");
    await says("three");
    expect(texts().slice(2)).toEqual([told(`re: one\n${picture.url}`), "re: three"]);
  });

  it("is recognised in the echo of our own message", async () => {
    const world = aWorld();
    world.outcomes.push({ kind: "unknown", code: "timeout" });
    await world.write("one");
    await world.run();
    expect(isOwnMessage(world.state(), { id: "app", text: told("re: one") })).toBe(true);
    expect(isOwnMessage(world.state(), { id: "app", text: "re: one" })).toBe(false);
  });

  it("is no part of what the agent reads when the customer quotes it, soon or later", async () => {
    const world = aWorld();
    await world.says("one");
    const quoted = world.state().turn?.parts[0]?.id ?? "";
    for (const text of ["what?", "and what?"]) {
      world.clock.time += 60_000;
      await world.write(text, { quoted });
      await world.settle();
    }
    expect(world.asked.slice(1)).toEqual(
      ["what?", "and what?"].map((text) => `⟦in reply to: "re: one"⟧\n${text}`),
    );
  });

  it("is beside the words in a transcript, so that a list of chats shows what was said", async () => {
    const world = aWorld();
    await world.says("one");
    const { conversation, engine, table } = world;
    expect((await engine.history.transcript([conversation])).at(-1)).toMatchObject({
      from: "agent",
      text: "re: one",
      disclosure: AI,
    });
    expect([...table.activity.values()].map(({ lastText }) => lastText)).toEqual(["re: one"]);
  });

  it("is in the text of the event for its message", () => {
    const part = { text: "hi", disclosure: AI, state: "accepted", attempts: 1, sendingAt: 5 } as const;
    const [event] = sentEvents(conversationId("c"), aTurn({ parts: [part] }), true);
    expect(event?.detail.text).toBe(told("hi"));
  });
});

it("a customer with other ids from now on has been told already", async () => {
  const world = aNumberWith({ number: disclosing() });
  await world.says(DANA, "hello");
  await world.notes(DANA, DANA_LATER);
  await world.work(DANA);
  await world.says(DANA_LATER, "it is me");
  expect(world.texts()).toEqual([told("re: hello"), "re: it is me"]);
});

it("of a customer of whom two conversations become one, either has been told", async () => {
  const world = aNumberWith({ number: disclosing() });
  const { phone = "" } = DANA;
  await world.says({ phone }, "hello");
  await world.says(DANA, "by my user id");
  await world.says(DANA, "still me");
  expect(world.texts().filter((text) => text.startsWith(AI))).toEqual([told("re: hello")]);
});
