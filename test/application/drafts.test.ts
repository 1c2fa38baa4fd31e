import { describe, expect, it } from "@jest/globals";
import { type DraftDecision, decisionId } from "../../lib/domain/draft/draft.ts";
import { EVERYBODY } from "../../lib/domain/rollout/rollout.ts";
import { engineWorld, HOUR, SUPPORT } from "../support/engine-world.ts";

type World = ReturnType<typeof engineWorld>;

function setDrafts(world: Pick<World, "table" | "clock">, drafts: boolean) {
  world.table.rollouts.set(SUPPORT, { ...EVERYBODY, drafts, by: "arn:staff", at: world.clock.time });
}

function draftWorld(change: Parameters<typeof engineWorld>[0] = {}): World {
  const world = engineWorld(change);
  setDrafts(world, true);
  return world;
}

const draftsOf = (world: World) => world.state().progress?.drafts ?? [];

const tap = (
  world: World,
  draft: DraftDecision["draft"] | undefined,
  decision: DraftDecision["decision"] = "send",
  text?: string,
) =>
  world.engine.outbox.add(world.conversation, {
    id: decisionId(draft ?? ""),
    number: SUPPORT,
    at: world.clock.time,
    by: "ann",
    content: {
      kind: "draft",
      draft: draft ?? world.engine.turnIdFor("none"),
      decision,
      ...(text && { text }),
    },
  });

describe("an answer in draft mode", () => {
  it("waits for a tap, its message has a named end, and the team is mailed without the answer", async () => {
    const world = draftWorld();
    await world.write("hello");
    await world.settle();
    expect([world.asked, world.sent, world.endings()]).toEqual([["hello"], [], ["drafted"]]);
    expect(draftsOf(world)).toHaveLength(1);
    expect(world.mails).toMatchObject([{ subject: expect.stringContaining("waits for your tap") }]);
    expect(world.mails[0]?.text).not.toContain("re: hello");
    expect(world.telemetry.sum("AnswersDrafted")).toBe(1);
  });

  it("shows the customer no typing and no read mark before the tap: nobody writes yet", async () => {
    const shown: string[] = [];
    const world = draftWorld();
    const number = world.engine.numberNamed(SUPPORT);
    if (number) number.sender.showTyping = async (message) => void shown.push(message);
    await world.write("hello");
    await world.settle();
    expect(shown).toEqual([]);
    setDrafts(world, false);
    await world.write("hello?");
    await world.settle();
    expect(shown).toHaveLength(1);
  });

  it("is sent once by the tap, and its message is answered", async () => {
    const world = draftWorld();
    await world.write("hello");
    await world.settle();
    const [draft] = draftsOf(world);
    expect(await tap(world, draft?.turn)).toBe("queued");
    expect(await tap(world, draft?.turn)).toBe("repeated");
    await world.settle();
    await world.settle();
    expect([world.texts(), world.endings(), draftsOf(world)]).toEqual([["re: hello"], ["answered"], []]);
    expect(world.state().turn).toMatchObject({ id: draft?.turn, approvedBy: "ann" });
  });

  it("is sent as it was changed, and the agent reads so before its next answer", async () => {
    const world = draftWorld();
    await world.write("hello");
    await world.settle();
    await tap(world, draftsOf(world)[0]?.turn, "send", "Hello, Ann here");
    await world.settle();
    expect(world.texts()).toEqual(["Hello, Ann here"]);
    expect(world.state().turn).toMatchObject({ by: "person", approvedBy: "ann" });
    await world.write("thanks");
    await world.settle();
    expect(world.asked[1]).toMatch(/^⟦.*"re: hello".*"Hello, Ann here"⟧\nthanks$/);
  });

  it("is never sent when it is discarded, and the agent knows that", async () => {
    const world = draftWorld();
    await world.write("hello");
    await world.settle();
    await tap(world, draftsOf(world)[0]?.turn, "discard");
    await world.settle();
    expect([world.sent, world.endings(), draftsOf(world)]).toEqual([[], ["ignored: draft-discarded"], []]);
    await world.write("again");
    await world.settle();
    expect(world.asked[1]).toContain("did not get your answer");
  });

  it("loses neither answer when the customer writes again, and one mail is enough", async () => {
    const world = draftWorld();
    await world.write("one");
    await world.settle();
    world.clock.time += 60_000;
    await world.write("two");
    await world.settle();
    expect([world.asked, world.sent, world.mails.length]).toEqual([["one", "two"], [], 1]);
    const [first, second] = draftsOf(world);
    await tap(world, second?.turn);
    await tap(world, first?.turn);
    await world.settle();
    expect(world.texts().sort()).toEqual(["re: one", "re: two"]);
    expect(world.endings()).toEqual(["answered", "answered"]);
  });

  it("is mailed to the team once an hour at most, and again later", async () => {
    const world = draftWorld();
    for (const text of ["one", "two", "three"]) {
      await world.write(text);
      await world.settle();
      await tap(world, draftsOf(world)[0]?.turn);
      await world.settle();
      world.clock.time += 20 * 60_000;
    }
    expect([world.texts().length, world.mails.length]).toEqual([3, 1]);
    await world.write("four");
    await world.settle();
    expect(world.mails).toHaveLength(2);
  });

  it("stays when a person takes over and hands back, and may be sent meanwhile", async () => {
    const world = draftWorld();
    await world.write("hello");
    await world.settle();
    const { conversation } = world;
    const handoff = { id: "h1", reason: "operator" as const, since: 1, quiet: true, origin: conversation };
    await world.engine.controls.pause(conversation, handoff, world.clock.time + HOUR);
    await world.settle();
    expect(draftsOf(world)).toHaveLength(1);
    await tap(world, draftsOf(world)[0]?.turn);
    await world.settle();
    expect([world.texts(), world.state().pausedAt !== undefined]).toEqual([["re: hello"], true]);
  });

  it("is replaced by what a person writes by hand after it, also if somebody taps at the same time", async () => {
    const world = draftWorld();
    await world.write("hello");
    await world.settle();
    const [draft] = draftsOf(world);
    world.clock.time += 1_000;
    const start = { id: "o1", by: "ben", at: world.clock.time };
    await world.engine.controls.startReply(world.conversation, start);
    await tap(world, draft?.turn);
    await world.settle();
    expect([world.sent, draftsOf(world), world.endings()]).toEqual([[], [], ["ignored: draft-replaced"]]);
    expect(await world.engine.outbox.find(world.conversation, decisionId(draft?.turn ?? ""))).toMatchObject({
      state: "cancelled",
      code: "draft-gone",
    });
  });

  it.each([
    [
      "the customer has opted out since",
      async (world: World) => {
        const change = {
          id: "c1",
          action: "stop",
          scope: "all",
          source: "word",
          at: world.clock.time,
        } as const;
        await world.engine.controls.changeConsent(world.conversation, change);
      },
      "opted-out",
    ],
    [
      "the number is switched off",
      (world: World) => world.engine.switches.set(SUPPORT, true, "arn", 1),
      "switched-off",
    ],
    [
      "the customer is outside the rollout by now",
      async (world: World) => {
        world.table.rollouts.set(SUPPORT, { ...EVERYBODY, percent: 0, drafts: true, by: "a", at: 2 });
      },
      "outside-rollout",
    ],
  ])("is not sent by a tap when %s", async (_, block, reason) => {
    const world = draftWorld({ rules: { confirmOptOut: false } });
    await world.write("hello");
    await world.settle();
    const [draft] = draftsOf(world);
    await block(world);
    await tap(world, draft?.turn);
    await world.settle();
    expect([world.sent, draftsOf(world), world.endings()]).toEqual([[], [], [`ignored: ${reason}`]]);
  });

  it("is not sent by a tap outside the window, and ends so", async () => {
    const world = draftWorld();
    await world.write("hello");
    await world.settle();
    world.clock.time += 25 * HOUR;
    await tap(world, draftsOf(world)[0]?.turn);
    await world.settle();
    expect([world.sent, draftsOf(world), world.endings()]).toEqual([[], [], ["ignored: window-closed"]]);
  });

  it("begins the handoff that it promises when it is sent, and not before", async () => {
    const world = draftWorld({
      rules: { phrases: ["a colleague will call"] },
      agent: { ask: async () => ({ text: "A colleague will call you." }) },
    });
    await world.write("hello");
    await world.settle();
    expect(world.state().pausedAt).toBeUndefined();
    await tap(world, draftsOf(world)[0]?.turn);
    await world.settle();
    expect(world.state().handoff).toMatchObject({ reason: "phrase" });
    expect(world.texts()).toEqual(["A colleague will call you."]);
  });

  it("expires when nobody has tapped it for a week, as soon as something happens again", async () => {
    const world = draftWorld();
    await world.write("hello");
    await world.settle();
    world.clock.time += 8 * 24 * HOUR;
    await world.write("again");
    await world.settle();
    expect([draftsOf(world).length, world.endings()]).toEqual([1, ["ignored: draft-expired", "drafted"]]);
  });

  it("also when draft mode begins while the agent thinks", async () => {
    const world: World = engineWorld({
      agent: {
        ask: async ({ text }) => {
          setDrafts(world, true);
          return { text: `re: ${text}` };
        },
      },
    });
    await world.write("hello");
    await world.settle();
    expect([world.sent, world.endings()]).toEqual([[], ["drafted"]]);
  });

  it("waits on when draft mode ends: nothing but a tap sends it", async () => {
    const world = draftWorld();
    await world.write("one");
    await world.settle();
    setDrafts(world, false);
    await world.write("two");
    await world.settle();
    expect([world.texts(), draftsOf(world).length]).toEqual([["re: two"], 1]);
  });

  it("leaves the system's own lines as they are: the fallback line, the confirmation of STOP", async () => {
    const world = draftWorld({ rules: { agentAttempts: 1 }, agent: { ask: async () => ({ text: "" }) } });
    await world.write("hello");
    await world.settle();
    await world.write("STOP");
    await world.settle();
    expect(world.texts()).toEqual(["sorry", "text:optedOut"]);
  });

  it("has its first contact still to come when it is discarded", async () => {
    const world = draftWorld();
    await world.write("one");
    await world.settle();
    expect(world.events.filter(({ type }) => type === "conversation.started")).toEqual([]);
    await tap(world, draftsOf(world)[0]?.turn, "discard");
    await world.settle();
    await world.write("two");
    await world.settle();
    await tap(world, draftsOf(world)[0]?.turn);
    await world.settle();
    expect(world.events.filter(({ type }) => type === "conversation.started")).toHaveLength(1);
  });

  it("is not written any more once twenty wait: the messages end, and the team reads them", async () => {
    const world = draftWorld({ rules: { maxPerHour: 1000 } });
    for (let count = 0; count < 22; count++) {
      await world.write(
        `what about lamp ${"abcdefghijklmnopqrstuvwxyz".slice(count, count + 3)}${count * 7}?`,
      );
      await world.settle();
      world.clock.time += 10 * 60_000;
    }
    expect([world.asked.length, draftsOf(world).length]).toEqual([20, 20]);
    expect(world.endings().at(-1)).toBe("ignored: too-many-drafts");
  });
});
