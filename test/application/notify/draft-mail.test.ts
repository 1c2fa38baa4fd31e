import { describe, expect, it } from "@jest/globals";
import { decisionId } from "../../../lib/domain/draft/draft.ts";
import { EVERYBODY } from "../../../lib/domain/rollout/rollout.ts";
import { engineWorld, SUPPORT } from "../../support/engine-world.ts";

/** In draft mode, while the mail system is away. */
function worldWithoutMail() {
  const outage = { away: true, silentMs: 0 };
  const mails: string[] = [];
  const world = engineWorld({
    notifications: {
      send: async ({ subject }) => {
        if (outage.away) world.clock.time += outage.silentMs;
        if (outage.away) throw new Error("it is away");
        mails.push(subject);
      },
    },
  });
  world.table.rollouts.set(SUPPORT, { ...EVERYBODY, drafts: true, by: "arn:staff", at: world.clock.time });
  const drafts = () => world.state().progress?.drafts ?? [];
  const draft = async (text: string) => {
    await world.write(text);
    await world.settle();
  };
  const discardOldest = async () => {
    const turn = drafts()[0]?.turn ?? world.engine.turnIdFor("none");
    await world.engine.outbox.add(world.conversation, {
      id: decisionId(turn),
      number: SUPPORT,
      at: world.clock.time,
      by: "ann",
      content: { kind: "draft", draft: turn, decision: "discard" },
    });
    await world.settle();
  };
  const retry = async () => {
    world.clock.time += 5_000;
    await world.run();
  };
  const failing = () => Object.keys(world.state().progress?.sideTasks?.failingSince ?? {});
  return { world, outage, mails, drafts, draft, discardOldest, retry, failing };
}

describe("while no mail leaves", () => {
  it("the mail about a draft is made good once it does, and counts for the hour from then", async () => {
    const { outage, mails, draft, drafts, discardOldest, retry, failing } = worldWithoutMail();
    await draft("one");
    expect([mails, drafts()[0]?.told, failing()]).toEqual([
      [],
      undefined,
      [`draft-mail ${drafts()[0]?.turn}`],
    ]);
    outage.away = false;
    await retry();
    expect([mails.length, drafts()[0]?.told, failing()]).toEqual([1, true, []]);
    await discardOldest();
    await draft("two");
    expect(mails).toHaveLength(1);
  });

  it("a draft that is discarded needs no mail any more", async () => {
    const { outage, mails, draft, drafts, discardOldest, retry, failing } = worldWithoutMail();
    await draft("one");
    await discardOldest();
    outage.away = false;
    await retry();
    expect([drafts(), mails, failing()]).toEqual([[], [], []]);
  });

  it("a draft that follows a discarded one is mailed, though the mail about that one failed", async () => {
    const { outage, mails, draft, discardOldest, failing } = worldWithoutMail();
    await draft("one");
    await discardOldest();
    outage.away = false;
    await draft("two");
    expect([mails.length, failing()]).toEqual([1, []]);
  });

  it("a draft that follows a discarded one is mailed, though the mail about that one was not answered in time", async () => {
    const { world, outage, mails, draft, discardOldest, failing } = worldWithoutMail();
    outage.silentMs = 5_000;
    await draft("one");
    await discardOldest();
    outage.away = false;
    // By then the pause of a system that did not answer is over.
    world.clock.time += 30_000;
    await draft("two");
    expect([mails.length, failing()]).toEqual([1, []]);
  });

  it("a draft that waits with a discarded one is mailed, once", async () => {
    const { outage, mails, draft, drafts, discardOldest, retry, failing } = worldWithoutMail();
    await draft("one");
    await draft("two");
    await discardOldest();
    outage.away = false;
    await retry();
    await retry();
    expect([drafts().length, mails.length, failing()]).toEqual([1, 1, []]);
  });

  it("a draft is not mailed again after the settings have ended its mails", async () => {
    const { world, draft, drafts, failing } = worldWithoutMail();
    await draft("one");
    const { handoffNotice } = world.engine;
    world.engine.handoffNotice = { ...handoffNotice, mail: false };
    await world.run();
    expect([drafts().length, failing()]).toEqual([1, []]);
  });
});
