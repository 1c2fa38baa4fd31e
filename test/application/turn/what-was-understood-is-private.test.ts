import { describe, expect, it } from "@jest/globals";
import { keywordDetector } from "../../../lib/domain/consent/keywords.ts";
import { aHandoff } from "../../contracts/store.ts";
import { engineWorld, SUPPORT } from "../../support/engine-world.ts";
import { aVoiceNote } from "../../support/make.ts";

const SAID = "my password is Sesam";
const voice = aVoiceNote().content;
const link = () => undefined;
const ALL = { mail: true, mailContent: "full", eventContent: "full", link } as const;
const IDS = { mail: true, mailContent: "ids", eventContent: "ids", link } as const;
const detectKeyword = keywordDetector({ stop: [], start: [], human: [], bot: [] });

/** A voice note is heard, and its customer asks for a person. */
async function handedOver(notice: typeof ALL | typeof IDS, messageEvents: "full" | "ids") {
  const world = mediaWorld({ handoffNotice: notice, messageEvents });
  await world.write(voice);
  await world.settle();
  await world.write("human");
  await world.settle();
  return world;
}

function mediaWorld(change: Parameters<typeof engineWorld>[0] = {}) {
  const paid: string[] = [];
  const understanding = {
    modes: new Set(["transcribe"] as const),
    timeoutMs: 20_000,
    understand: async (_: unknown, { mediaId }: { mediaId: string }) => {
      paid.push(mediaId);
      return { kind: "understood", text: SAID } as const;
    },
  };
  const agent = { ask: async () => ({ text: "yes" }) };
  return { ...engineWorld({ understanding, agent, detectKeyword, ...change }), paid };
}

describe("what was understood", () => {
  it("stands in the team's mail, where mails may hold what customers write", async () => {
    const { mails } = await handedOver(ALL, "full");
    expect(JSON.stringify(mails)).toContain(SAID);
  });

  it("stands in no mail and no event that hold ids only, and in no log and no queue", async () => {
    const { mails, events, telemetry, turnQueue } = await handedOver(IDS, "ids");
    expect([mails.length, events.length > 3]).toEqual([1, true]);
    expect(JSON.stringify([mails, events, telemetry, turnQueue])).not.toContain("Sesam");
  });

  it("is in the transcript once, and in nothing after an erasure", async () => {
    const { engine, conversation, table } = await handedOver(IDS, "ids");
    expect(JSON.stringify([...table.messages.values()])).toContain(SAID);
    await engine.history.erase(conversation);
    expect(JSON.stringify([[...table.messages.values()], [...table.activity.values()]])).not.toContain(
      "Sesam",
    );
  });
});

describe("nothing is paid", () => {
  it("for a customer who has opted out", async () => {
    const world = mediaWorld();
    await world.write("stop");
    await world.settle();
    await world.write(voice);
    await world.settle();
    expect(world.paid).toEqual([]);
  });

  it("while a person has the conversation", async () => {
    const world = mediaWorld();
    const handoff = aHandoff(world.conversation, { since: world.clock.time });
    await world.engine.controls.pause(world.conversation, handoff, world.clock.time + 9_000_000);
    await world.write(voice);
    await world.settle();
    expect(world.paid).toEqual([]);
  });

  it("while the number is switched off", async () => {
    const world = mediaWorld();
    await world.engine.switches.set(SUPPORT, true, "dana", world.clock.time);
    await world.write(voice);
    await world.settle();
    expect(world.paid).toEqual([]);
  });

  it("for what came too late to be answered", async () => {
    const world = mediaWorld();
    await world.write(voice, { sentAt: world.clock.time - 25 * 3_600_000 });
    await world.settle();
    expect(world.paid).toEqual([]);
  });

  it("above the turns of an hour", async () => {
    const world = mediaWorld({ rules: { maxPerHour: 3 } });
    for (let note = 0; note < 6; note++) {
      await world.write(voice);
      await world.settle();
      world.clock.time += 20_000;
    }
    expect(world.paid).toHaveLength(3);
  });
});
