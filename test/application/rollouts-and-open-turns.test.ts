import { describe, expect, it } from "@jest/globals";
import { decisionId } from "../../lib/domain/draft/draft.ts";
import { EVERYBODY, type Rollout } from "../../lib/domain/rollout/rollout.ts";
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
    const draft = world.state().progress?.drafts?.[0]?.turn ?? world.engine.turnIdFor("none");
    await world.engine.outbox.add(world.conversation, {
      id: decisionId(draft),
      number: SUPPORT,
      at: world.clock.time,
      by: "ann",
      content: { kind: "draft", draft, decision: "send" },
    });
    await world.settle();
    expect(world.texts()).toEqual(["one"]);
    expect(await world.engine.handoffs.list()).toMatchObject([{ reason: "rollout" }]);
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

it("hands over a customer whose message WhatsApp did not pass on, if the rollout is narrowed just then", async () => {
  const world: World = engineWorld({
    number: {
      textFor: (key) => {
        if (key === "resend") roll(world, OUTSIDE);
        return key;
      },
    },
  });
  await world.write({ kind: "unsupported", type: "unknown" });
  await world.settle();
  expect([world.sent, world.endings()]).toEqual([[], ["handed-off"]]);
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
