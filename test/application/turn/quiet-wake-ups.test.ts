import { describe, expect, it } from "@jest/globals";
import { DONE } from "../../../lib/application/ports/command-result.ts";
import { runCommand } from "../../../lib/application/turn/run-command.ts";
import { engineWorld, SUPPORT } from "../../support/engine-world.ts";
import { memoryConversations } from "../../support/memory/memory-conversations.ts";

const rules = { quietSeconds: 2, maxWaitSeconds: 8 };
const QUESTION = "Do you ship to Canada?";

function setUp() {
  const world = engineWorld({ rules });
  const loads: number[] = [];
  const { load, ...conversations } = memoryConversations(world.table);
  world.engine.conversations = {
    ...conversations,
    load: (...given) => {
      loads.push(world.clock.time);
      return load(...given);
    },
  };
  const wake = { kind: "wake", conversation: world.conversation, number: SUPPORT } as const;
  const run = (quietUntil?: number) =>
    runCommand(
      world.engine,
      { ...wake, ...(quietUntil !== undefined && { quietUntil }) },
      world.clock.time + 90_000,
    );
  return { ...world, loads, run };
}

describe("a wake-up that comes before the customer has paused", () => {
  it("goes back to the queue for the rest of the time, and nothing is read for it", async () => {
    const { write, run, clock, loads, asked } = setUp();
    await write("do you ship to canada");
    const quietUntil = clock.time + 2000;
    clock.time += 1100;
    expect(await run(quietUntil)).toEqual({ kind: "retryAfter", delayMs: 900, why: "quiet" });
    expect(loads).toEqual([]);
    clock.time += 900;
    expect(await run(quietUntil)).toEqual(DONE);
    expect(asked).toEqual(["do you ship to canada"]);
  });

  it("is looked at when its time is further away than any message waits: clocks and settings differ", async () => {
    const { write, run, clock, asked } = setUp();
    await write(QUESTION);
    clock.time += 1100;
    expect(await run(clock.time + 4001)).toEqual(DONE);
    expect(asked).toEqual([QUESTION]);
  });
});

describe("messages that wait", () => {
  it("are asked as one question once the last one is followed by nothing, as long as what it says needs", async () => {
    const { write, run, clock, asked } = setUp();
    await write("I have a question,");
    clock.time += 1500;
    expect(await run()).toEqual({ kind: "retryAfter", delayMs: 2500, why: "quiet" });
    await write("do you ship to canada,");
    clock.time += 2500;
    expect(await run()).toEqual({ kind: "retryAfter", delayMs: 1500, why: "quiet" });
    await write("by Friday I mean?");
    clock.time += 1000;
    expect(await run()).toEqual(DONE);
    expect(asked).toEqual(["I have a question,\ndo you ship to canada,\nby Friday I mean?"]);
  });
});
