import { describe, expect, it } from "@jest/globals";
import type { Depth } from "../../local/aws/queues.ts";
import { atRest, waitQuickly } from "./quiet-stack.ts";

const NONE: Depth = { ready: 0, delayed: 0, inFlight: 0 };

/** Each of `depths` is seen once, the last one from then on. */
function aStackWith(...depths: readonly Readonly<Record<string, Depth>>[]) {
  let looks = 0;
  const stack = {
    begun: 0,
    running: 0,
    secondsPassed: 0,
    meta: { idle: true },
    twilio: { idle: true },
    clock: {
      move: async (milliseconds: number) => {
        stack.secondsPassed += milliseconds / 1_000;
      },
    },
    invocations: () => ({ begun: stack.begun, running: stack.running }),
    queueDepths: async () => depths[Math.min(looks++, depths.length - 1)] ?? {},
    hurryQueues: async () => undefined,
  };
  return stack;
}

/** It is not at rest now, and is so once `end` has ended what it does. */
async function restsAfter(stack: ReturnType<typeof aStackWith>, end: () => void): Promise<void> {
  await expect(atRest(stack, { seconds: 0.1, quickly: true })).rejects.toThrow("in vain for rest");
  expect(stack.secondsPassed).toBe(0);
  end();
  await atRest(stack);
}

describe("a stack is at rest", () => {
  it("only when no function runs", async () => {
    const stack = Object.assign(aStackWith({ turns: NONE }), { running: 1 });
    await restsAfter(stack, () => {
      stack.running = 0;
    });
  });

  it.each(["meta", "twilio"] as const)("only when no webhook of %s is on its way", async (provider) => {
    const stack = Object.assign(aStackWith({ turns: NONE }), { [provider]: { idle: false } });
    await restsAfter(stack, () => {
      stack[provider] = { idle: true };
    });
  });

  it("only when no function has run while the queues were counted", async () => {
    const stack = aStackWith({ turns: NONE });
    const { queueDepths } = stack;
    stack.queueDepths = async () => {
      stack.begun += 1;
      return queueDepths();
    };
    await restsAfter(stack, () => {
      stack.queueDepths = queueDepths;
    });
  });

  it("with dead letters only where they are expected", async () => {
    const stack = aStackWith({ turns: NONE, turnsDeadLetters: { ...NONE, ready: 1 } });
    await expect(atRest(stack, { seconds: 0.1 })).rejects.toThrow("in vain for rest");
    await atRest(stack, { deadLetters: "any" });
  });
});

describe("time passes", () => {
  it.each(["ready", "delayed"] as const)(
    "not for messages that are %s: they come by themselves",
    async (state) => {
      const stack = aStackWith({ turns: { ...NONE, inFlight: 1, [state]: 1 } });
      await expect(atRest(stack, { seconds: 0.1, quickly: true })).rejects.toThrow("in vain for rest");
      expect(stack.secondsPassed).toBe(0);
    },
  );

  it("second by second while all that is left waits for its next attempt, until what is waited for", async () => {
    const stack = aStackWith({ turns: { ...NONE, inFlight: 1 } });
    await waitQuickly(stack, "three seconds", () => stack.secondsPassed === 3);
    expect(stack.secondsPassed).toBe(3);
  });

  it("not where real waits are asked for", async () => {
    const stack = aStackWith({ turns: { ...NONE, inFlight: 1 } }, { turns: NONE });
    await atRest(stack);
    expect(stack.secondsPassed).toBe(0);
  });
});
