import { describe, expect, it } from "@jest/globals";
import { applyKeyword } from "../../lib/application/intake/apply-keyword.ts";
import { messageId } from "../../lib/domain/ids.ts";
import { handoffEvents, takeOver } from "../support/engine-handoffs.ts";
import { engineWorld, HOUR, SUPPORT } from "../support/engine-world.ts";
import { hoursWorld } from "../support/hours-world.ts";

type World = ReturnType<typeof engineWorld>;

/** The webhook function pauses the bot; the worker comes much later. */
async function askForPerson(world: World) {
  const id = messageId("asks");
  await world.write("human", { id });
  const { conversation, clock, engine } = world;
  const content = { kind: "text", text: "human" } as const;
  const message = { id, number: SUPPORT, content, sentAt: clock.time };
  await applyKeyword({ ...engine, idFor: engine.turnIdFor }, conversation, message, clock.time);
}

const askByAgent = (world: World) => takeOver(world, { reason: "agent", summary: "wants a refund" });

describe("a request for a person that the worker sees only after the time in which a person would have come", () => {
  it.each([
    ["of the customer", askForPerson],
    ["of the agent", askByAgent],
  ])("%s is put before the team, and the bot leaves them as much time as ever", async (_, ask) => {
    const world = engineWorld();
    await ask(world);
    world.clock.time += 13 * HOUR;
    await world.write("anybody?");
    await world.run();
    expect(world.mails.map(({ subject }) => subject)).toEqual(["A person is wanted: Dana Test (support)"]);
    expect(handoffEvents(world)).toEqual(["handoff.requested"]);
    expect(world.texts()).toEqual(["text:handoff"]);
    expect(new Set(world.endings())).toEqual(new Set(["handed-off"]));
    world.clock.time += 11 * HOUR;
    await world.write("hello?");
    await world.run();
    expect(world.asked).toEqual([]);
    world.clock.time += 2 * HOUR;
    await world.write("hello?!");
    await world.run();
    expect(world.asked).toEqual([expect.stringMatching(/A colleague was asked .* wrote nothing/)]);
    expect(world.mails).toHaveLength(1);
  });

  it("leaves them that time also when the customer has written nothing more", async () => {
    const world = engineWorld();
    await askForPerson(world);
    world.clock.time += 13 * HOUR;
    await world.run();
    expect(world.mails).toHaveLength(1);
    world.clock.time += HOUR;
    await world.write("anybody?");
    await world.run();
    expect(world.asked).toEqual([]);
  });

  it("is put before the team also while their e-mail is away, as soon as it is back", async () => {
    let away = true;
    const mails: string[] = [];
    const send = async ({ subject }: { subject: string }) => {
      if (away) throw new Error("away");
      mails.push(subject);
    };
    const world = engineWorld({ notifications: { send }, rules: { resumeAfterMs: HOUR } });
    await askForPerson(world);
    await world.run();
    world.clock.time += 2 * HOUR;
    await world.write("anybody?");
    await world.run();
    away = false;
    world.clock.time += HOUR / 2;
    await world.run();
    expect(mails).toHaveLength(1);
    expect(world.asked).toEqual([]);
  });

  it("leaves them so many open hours, not a night", async () => {
    const world = hoursWorld("2026-11-27 17:00", { rules: { resumeAfterMs: 2 * HOUR } });
    await askForPerson(world);
    await world.writes("2026-11-30 17:00", "anybody?");
    expect(world.mails).toHaveLength(1);
    await world.writes("2026-12-01 09:59", "hello?");
    expect(world.asked).toEqual([]);
    await world.writes("2026-12-01 10:01", "hello?!");
    expect(world.asked).toHaveLength(1);
  });
});

describe("nobody is mailed late, and the bot goes on, where a person", () => {
  it("had taken over and has gone", async () => {
    const world = engineWorld();
    await takeOver(world);
    world.clock.time += 13 * HOUR;
    await world.write("anybody?");
    await world.run();
    expect(world.mails).toEqual([]);
    expect(world.asked).toHaveLength(1);
  });

  it("had found the request and answered it", async () => {
    const world = engineWorld();
    await askByAgent(world);
    world.clock.time += HOUR;
    const { conversation, clock, engine } = world;
    const at = clock.time;
    const handoff = { id: "r1", reason: "operator", since: at, origin: conversation } as const;
    const reply = { id: "r1", by: "ann", at, resumeAt: at + 12 * HOUR, handoff };
    await engine.controls.startReply(conversation, reply);
    world.clock.time += 13 * HOUR;
    await world.write("anybody?");
    await world.run();
    expect(world.mails).toEqual([]);
    expect(world.asked).toHaveLength(1);
  });
});

describe("a customer who asks for a person again, after those of an earlier request have gone", () => {
  it.each<[string, (world: World) => Promise<unknown>, number]>([
    ["asked for", askForPerson, 1],
    ["asked for by the agent", askByAgent, 1],
    ["there unasked", (world) => takeOver(world), 0],
  ])(
    "is put before the team again and told so, and is not left to the bot: a person was %s",
    async (_, begin, mails) => {
      const world = engineWorld();
      await begin(world);
      await world.run();
      expect(world.mails).toHaveLength(mails);
      world.clock.time += 13 * HOUR;
      const before = world.texts().length;
      await world.write("human");
      await world.write("a person, please", { sentAt: world.clock.time + 1 });
      await world.run();
      expect(world.mails).toHaveLength(mails + 1);
      expect(world.texts().slice(before)).toEqual(["text:handoff"]);
      expect(handoffEvents(world).slice(-2)).toEqual(["handoff.ended", "handoff.requested"]);
      world.clock.time += HOUR;
      await world.write("hello?");
      await world.run();
      expect(world.asked).toEqual([]);
    },
  );

  it("is not asked about while those are still there", async () => {
    const world = engineWorld();
    await askForPerson(world);
    await world.run();
    world.clock.time += HOUR;
    await world.write("human");
    await world.run();
    expect(handoffEvents(world)).toEqual(["handoff.requested"]);
    expect(world.mails).toHaveLength(1);
  });
});

it("the agent is not told that a colleague was asked when the customer called the bot back before one was", async () => {
  const world = engineWorld();
  await askForPerson(world);
  world.clock.time += 1_000;
  await world.write("bot");
  world.clock.time += 1_000;
  await world.write("Do you ship?");
  await world.run();
  expect(world.mails).toEqual([]);
  expect(world.asked).toEqual(["Do you ship?"]);
});

it.each([
  ["was asked", false],
  ["could not be mailed", true],
])(
  "the agent reads the truth of a colleague who %s when the customer calls the bot back",
  async (_, away) => {
    const send = async () => {
      if (away) throw new Error("away");
    };
    const world = engineWorld({ notifications: { send } });
    await askForPerson(world);
    await world.run();
    world.clock.time += 1_000;
    await world.write("bot");
    await world.write("Do you ship?");
    await world.run();
    expect(world.asked).toHaveLength(1);
    expect(world.asked[0]?.includes("A colleague was asked")).toBe(!away);
  },
);
