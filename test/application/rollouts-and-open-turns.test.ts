import { describe, expect, it } from "@jest/globals";
import { runCommand } from "../../lib/application/turn/run-command.ts";
import { decisionId } from "../../lib/domain/draft/draft.ts";
import { EVERYBODY, type Rollout } from "../../lib/domain/rollout/rollout.ts";
import { parseReference } from "../../lib/domain/turn/reference.ts";
import { engineWorld, HOUR, SUPPORT } from "../support/engine-world.ts";

type World = ReturnType<typeof engineWorld>;

function roll({ table, clock }: Pick<World, "table" | "clock">, change: Partial<Rollout>) {
  table.rollouts.set(SUPPORT, { ...EVERYBODY, ...change, by: "arn:staff", at: clock.time });
}

const OUTSIDE = { percent: 0, others: "handoff" } as const;

function sending(world: World, send: (text: string) => "accept" | "later") {
  const support = world.engine.numberNamed(SUPPORT);
  if (!support) throw new Error("the number is missing");
  const { sender } = support;
  const accept = sender.send;
  sender.send = async (message, deadline) =>
    send(message.text) === "accept"
      ? accept(message, deadline)
      : { kind: "refused", code: "131056", failureAction: "soon" };
}

async function tap(world: World) {
  const draft = world.state().progress?.drafts?.[0]?.turn ?? world.engine.turnIdFor("none");
  await world.engine.outbox.add(world.conversation, {
    id: decisionId(draft),
    number: SUPPORT,
    at: world.clock.time,
    by: "ann",
    content: { kind: "draft", draft, decision: "send" },
  });
  await world.settle();
  return draft;
}

describe("a rollout that is narrowed while an answer is on its way, and gives the others a person", () => {
  it("hands over a customer who has had a part of it", async () => {
    const world = engineWorld({ number: { formatReply: () => [{ text: "one" }, { text: "two" }] } });
    sending(world, () => {
      roll(world, OUTSIDE);
      return "accept";
    });
    await world.write("hello");
    await world.settle();
    expect([world.texts(), world.endings()]).toEqual([["one"], ["handed-off"]]);
    expect(world.state().handoff).toMatchObject({ reason: "rollout", quiet: true });
    expect(world.mails).toHaveLength(1);
  });

  it("hands over a customer who has had a part of an answer that a person tapped", async () => {
    const world = engineWorld({ number: { formatReply: () => [{ text: "one" }, { text: "two" }] } });
    roll(world, { drafts: true });
    await world.write("hello");
    await world.settle();
    sending(world, () => {
      roll(world, OUTSIDE);
      return "accept";
    });
    await tap(world);
    expect(world.texts()).toEqual(["one"]);
    expect(await world.engine.handoffs.list()).toMatchObject([{ reason: "rollout" }]);
  });

  it("hands over a customer whose answer a person taps after that", async () => {
    const world = engineWorld();
    roll(world, { drafts: true });
    await world.write("hello");
    await world.settle();
    roll(world, OUTSIDE);
    const draft = await tap(world);
    expect([world.sent, world.endings()]).toEqual([[], ["handed-off"]]);
    expect(await world.engine.outbox.find(world.conversation, decisionId(draft))).toMatchObject({
      state: "cancelled",
      code: "outside-rollout",
    });
    expect(world.state().progress?.drafts).toBeUndefined();
    expect(await world.engine.handoffs.list()).toMatchObject([{ reason: "rollout" }]);
  });

  it("hands over a customer who has had an earlier answer without its file, once; the link waits", async () => {
    const media = { kind: "image", url: "https://cdn.example.com/nova.jpg" } as const;
    const world = engineWorld({ number: { formatReply: (text) => [{ text, media }] } });
    for (const text of ["a lamp?", "a chair?"]) {
      await world.write(text);
      await world.settle();
    }
    roll(world, OUTSIDE);
    const reference = parseReference(world.sent[0]?.reference ?? "");
    if (!reference) throw new Error("no reference");
    const failed = { kind: "part-failed", reference, code: "131053" } as const;
    await runCommand(world.engine, failed, world.clock.time + 90_000);
    expect(world.state()).toMatchObject({ handoff: { reason: "rollout", quiet: true } });
    expect(world.mails).toHaveLength(1);
    await world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume" });
    await world.settle();
    expect([world.sent.length, world.state().pausedAt]).toEqual([2, undefined]);
    roll(world, EVERYBODY);
    await world.settle();
    expect(world.sent).toHaveLength(3);
  });

  it("hands over a customer for whom the answer waits after a refusal", async () => {
    const world = engineWorld();
    sending(world, () => {
      roll(world, OUTSIDE);
      return "later";
    });
    await world.write("hello");
    await world.settle();
    world.clock.time += HOUR;
    await world.settle();
    expect([world.sent, world.endings()]).toEqual([[], ["handed-off"]]);
    expect(await world.engine.handoffs.list()).toHaveLength(1);
    expect(world.mails).toHaveLength(1);
  });
});

describe("a rollout that is narrowed while the bot replies with a line of its own", () => {
  const LINES = ["resend", "tooMany"] as const;
  const write = async (world: World, line: (typeof LINES)[number]) => {
    await world.write(line === "resend" ? { kind: "unsupported", type: "unknown" } : "hello");
    await world.settle();
  };

  it.each(LINES)("hands over its customer before the line leaves (%s)", async (line) => {
    const world: World = engineWorld({
      rules: { maxPerHour: 0 },
      number: {
        textFor: (key) => {
          roll(world, OUTSIDE);
          return key;
        },
      },
    });
    await write(world, line);
    expect([world.sent, world.endings()]).toEqual([[], ["handed-off"]]);
  });

  it.each(LINES)("hands over its customer while the line waits after a refusal (%s)", async (line) => {
    const world = engineWorld({ rules: { maxPerHour: 0 } });
    sending(world, () => {
      roll(world, OUTSIDE);
      return "later";
    });
    await write(world, line);
    expect([world.sent, world.endings()]).toEqual([[], ["handed-off"]]);
    expect(world.state().handoff).toMatchObject({ reason: "rollout", quiet: true });
    expect(world.mails).toHaveLength(1);
  });

  it.each(LINES)("leaves out its customer if the others get silence (%s)", async (line) => {
    const world = engineWorld({ rules: { maxPerHour: 0 } });
    sending(world, () => {
      roll(world, { percent: 0, others: "silent" });
      return "later";
    });
    await write(world, line);
    expect([world.sent, world.endings()]).toEqual([[], ["ignored: outside-rollout"]]);
    expect(world.mails).toEqual([]);
  });

  it("hands over nobody when a line that answers no message waits after a refusal", async () => {
    const world = engineWorld();
    sending(world, () => {
      roll(world, OUTSIDE);
      return "later";
    });
    await world.write("STOP");
    await world.settle();
    expect([world.sent, world.mails, await world.engine.handoffs.list()]).toEqual([[], [], []]);
  });
});

describe("what is stored with a turn", () => {
  /** A release that meets another one can write nothing for the conversation. */
  const KNOWN_TO_THE_RELEASE_BEFORE = ["paused", "opted-out", "no-templates", "switched-off"];

  it.each(["STOP", "human"])("names only blocks that the release before knows (%s)", async (word) => {
    const world = engineWorld();
    await world.write(word);
    await world.settle();
    const { turn } = world.state();
    expect(turn?.by).toBe("system");
    expect(KNOWN_TO_THE_RELEASE_BEFORE).toEqual(expect.arrayContaining([...(turn?.blockedBy ?? [""])]));
  });
});
