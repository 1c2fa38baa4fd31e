import { describe, expect, it } from "@jest/globals";
import type { MediaUnderstanding } from "../../../lib/application/ports/understanding.ts";
import { conversationId } from "../../../lib/domain/ids.ts";
import { EVERYBODY } from "../../../lib/domain/rollout/rollout.ts";
import { engineWorld, HOUR, SUPPORT } from "../../support/engine-world.ts";
import { aVoiceNote } from "../../support/make.ts";

type World = ReturnType<typeof engineWorld>;

const understanding: MediaUnderstanding = {
  modes: new Set(["transcribe"]),
  timeoutMs: 20_000,
  understand: async () => ({ kind: "understood", text: "two lamps" }),
};

const published = ({ events }: World) =>
  events.filter(({ type }) => type === "message.received").map(({ id }) => id);

const unreadable = { kind: "unsupported", type: "unknown" } as const;

/** By a worker that has little time left. Each is followed by one that has enough. */
const SCENES: Record<string, (world: World) => Promise<unknown>> = {
  "a text": (world) => world.write("Do you ship?"),
  "a voice note": (world) => world.write(aVoiceNote().content),
  "a message that WhatsApp did not pass on": (world) => world.write(unreadable),
  "a wish for a person": (world) => world.write("human"),
  "an opt-out": (world) => world.write("stop"),
  "a text beside an unreadable message": async (world) => {
    await world.write(unreadable);
    await world.write("Do you ship?");
  },
  "a text while a person has the conversation, and the customer is not told yet": async (world) => {
    const { conversation, clock } = world;
    const handoff = { id: "h1", reason: "agent" as const, since: clock.time, origin: conversation };
    await world.engine.controls.pause(conversation, handoff, clock.time + HOUR);
    await world.write("Do you ship?");
  },
  "a text before which staff have written": async (world) => {
    const { conversation, clock, engine } = world;
    const content = { kind: "reply", text: "Yes, we do." } as const;
    await engine.outbox.add(conversation, { id: "r1", number: SUPPORT, at: clock.time, by: "ann", content });
    await world.write("Do you ship?");
  },
  "a text of a robot": async (world) => {
    await world.write("one");
    await world.run();
    await world.write("two");
  },
};

describe("message.received is published once, whatever time the worker has left, of", () => {
  it.each(Object.entries(SCENES))("%s", async (_, arrange) => {
    for (let leftMs = 0; leftMs <= 60_000; leftMs += 2_000) {
      const world = engineWorld({ messageEvents: "ids", understanding, rules: { maxPerHour: 1 } });
      await arrange(world);
      await world.run(leftMs);
      await world.settle();
      const ids = published(world);
      expect([leftMs, ids]).toEqual([leftMs, [...new Set(ids)]]);
      expect(ids).toHaveLength(world.table.messages.size);
    }
  });
});

it("message.received is published once when the rollout leaves the customer out just before the request to send again", async () => {
  const world = engineWorld({ messageEvents: "ids" });
  const { conversation, engine, table, clock } = world;
  const { current } = engine.switches;
  engine.switches.current = async (number) => {
    const contacts = [conversationId("another")];
    table.rollouts.set(SUPPORT, { ...EVERYBODY, percent: 0, contacts, by: "arn:staff", at: clock.time });
    return current(number);
  };
  await world.write(unreadable);
  await world.settle();
  expect(world.sent).toEqual([]);
  expect(published(world)).toHaveLength(1);
  expect(table.state(conversation).progress?.received).toHaveLength(1);
});
