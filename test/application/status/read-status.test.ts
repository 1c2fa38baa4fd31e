import { beforeEach, describe, expect, it } from "@jest/globals";
import { IntegrationError } from "../../../lib/application/ports/integration-error.ts";
import { readStatus } from "../../../lib/application/status/read-status.ts";
import type { StatusDeps } from "../../../lib/application/status/status-deps.ts";
import { explainFailure, FAILURES } from "../../../lib/providers/failures.ts";
import { aHandoff } from "../../contracts/store.ts";
import { engineWorld, HOUR, SUPPORT } from "../../support/engine-world.ts";
import { berlin, OFFICE } from "../../support/hours-world.ts";
import { aConversation, anEntry } from "../../support/make.ts";
import { memoryHandoffs } from "../../support/memory/memory-contacts.ts";
import { memoryControls, memoryRollouts, memorySwitches } from "../../support/memory/memory-controls.ts";
import { memoryConversations } from "../../support/memory/memory-conversations.ts";
import { memoryLedger } from "../../support/memory/memory-ledger.ts";
import { memoryDelayedAnswers, memoryFailureCounts } from "../../support/memory/memory-status.ts";

const MINUTE = 60_000;

/** The worker and the status over one table; refusals are Meta's. */
function aWorld() {
  let agentFails = false;
  const world = engineWorld({
    number: FAILURES.meta,
    agent: {
      ask: async () => {
        if (agentFails) throw new IntegrationError({ system: "agent", code: "http_503", retry: "later" });
        return { text: "Yes." };
      },
    },
  });
  const { table, clock, engine } = world;
  const [delayedAnswers, failureCounts] = [memoryDelayedAnswers(table), memoryFailureCounts(table)];
  Object.assign(engine, { delayedAnswers, failureCounts });
  const deps: StatusDeps = {
    conversations: memoryConversations(table),
    controls: memoryControls(table),
    handoffList: memoryHandoffs(table),
    switches: memorySwitches(table),
    rollouts: memoryRollouts(table),
    ledger: memoryLedger(table),
    delayedAnswers,
    failureCounts,
    clock,
    numbers: [{ name: SUPPORT, provider: "meta" }],
    explainFailure: (name, code) => explainFailure({ provider: "meta", name }, code),
    untakenAfterMs: 30 * MINUTE,
  };
  const refused = (code: string) =>
    world.outcomes.push({ kind: "refused", code, failureAction: FAILURES.meta.failureActionFor(code) });
  return {
    ...world,
    deps,
    refused,
    status: () => readStatus(deps),
    breakAgent(on = true) {
      agentFails = on;
    },
  };
}

let world: ReturnType<typeof aWorld>;
beforeEach(() => {
  world = aWorld();
});

/** Each way in which a customer gets no answer, as the table knows it. */
const WAYS: readonly [string, string, () => Promise<void>, RegExp][] = [
  [
    "a dead token",
    "number-stopped",
    async () => {
      world.refused("190");
      await world.write("Hello");
      await world.run();
    },
    /secrets set meta\.accessToken/,
  ],
  [
    "a payment problem",
    "number-stopped",
    async () => {
      world.refused("131042");
      await world.write("Hello");
      await world.run();
    },
    /payment method/,
  ],
  [
    "a number reported as spam",
    "number-stopped",
    async () => {
      world.refused("131048");
      await world.write("Hello");
      await world.run();
    },
    /Send no mailings/,
  ],
  [
    "a throttled number",
    "number-throttled",
    async () => {
      world.refused("130429");
      await world.write("Hello");
      await world.run();
    },
    /Nothing while it ends by itself/,
  ],
  [
    "an agent that fails, while it is asked again",
    "answers-late",
    async () => {
      world.breakAgent();
      await world.write("Hello");
      await world.run();
    },
    /agentfailing/,
  ],
  [
    "an agent that failed for good",
    "answers-failed",
    async () => {
      world.breakAgent();
      await world.write("Hello");
      await world.settle();
    },
    /wa -- doctor/,
  ],
  [
    "a message that came too late to be answered",
    "answers-deferred",
    async () => {
      await world.write("Hello", { sentAt: world.clock.time - 23.5 * HOUR });
      await world.run();
    },
    /windowmissed/,
  ],
  [
    "a customer service window that WhatsApp calls closed",
    "answers-deferred",
    async () => {
      world.refuseWindow();
      await world.write("Hello");
      await world.settle();
    },
    /windowmissed/,
  ],
  [
    "a message for a number that is not in the settings",
    "answers-failed",
    async () => {
      await world.write("Hello", { number: "gone" });
      await world.run();
    },
    /numberunknown/,
  ],
  [
    "a template that Meta has paused",
    "messages-failed",
    async () => {
      world.refused("132015");
      await queueTemplate();
      await world.run();
    },
    /wa -- templates --number support/,
  ],
  [
    "a handoff that nobody took",
    "handoffs-untaken",
    async () => {
      const { conversation, engine } = world;
      const handoff = aHandoff(conversation, { since: world.clock.time });
      await engine.controls.pause(conversation, handoff, world.clock.time + HOUR);
      await engine.handoffs.add(handoff);
      world.clock.time += 31 * MINUTE;
    },
    /wa -- handoffs/,
  ],
  [
    "a bot that is switched off",
    "number-off",
    async () => {
      await memorySwitches(world.table).set(SUPPORT, true, "arn:sam", world.clock.time);
    },
    /wa -- switch on --number support/,
  ],
  [
    "all bots switched off",
    "number-off",
    async () => {
      await memorySwitches(world.table).set("*", true, "arn:sam", world.clock.time);
    },
    /--all/,
  ],
];

async function queueTemplate() {
  const { engine, conversation, clock } = world;
  await engine.conversations.save(
    {
      conversation,
      version: 0,
      number: SUPPORT,
      customer: { phone: "15550177001" },
      lastInboundAt: clock.time,
    },
    [],
  );
  const template = { name: "order", language: "en", components: [], preview: "Hi" };
  const job = { id: "o1", number: SUPPORT, at: clock.time, by: "sam" };
  await engine.outbox.add(conversation, { ...job, content: { kind: "template", template } });
}

describe("the status of the table", () => {
  it("is well when a customer has been answered", async () => {
    await world.write("Hello");
    await world.run();
    expect(world.sent).toHaveLength(1);
    expect(await world.status()).toMatchObject({ well: true, troubles: [], late: { customers: 0 } });
  });

  it.each(WAYS)("is not well with %s, and names the fix", async (_, kind, breakIt, fix) => {
    await breakIt();
    const { well, troubles } = await world.status();
    expect(well).toBe(false);
    const found = troubles.find((each) => each.kind === kind);
    expect(found?.what).toBeDefined();
    expect(found?.fix).toMatch(fix);
  });

  it("says who waits since when while a number is stopped, and no longer once it is answered", async () => {
    world.refused("190");
    const wroteAt = world.clock.time;
    await world.write("Hello");
    await world.run();
    world.clock.time += 40_000;
    await world.run();
    expect(await world.status()).toMatchObject({
      late: {
        customers: 1,
        atLeast: false,
        oldestSince: wroteAt,
        reasons: { stopped: { customers: 1, oldestSince: wroteAt } },
      },
      numbers: [{ number: "support", suspended: { since: wroteAt, code: "190" } }],
    });
    await world.deps.conversations.resumeNumber(SUPPORT);
    await world.run();
    expect(world.sent).toHaveLength(1);
    expect(await world.status()).toMatchObject({ well: true, late: { customers: 0 } });
  });

  it("does not count a customer who was answered although the entry is still there", async () => {
    Object.assign(world.engine, {
      delayedAnswers: { ...world.deps.delayedAnswers, remove: () => Promise.reject(new Error("throttled")) },
    });
    world.breakAgent();
    await world.write("Hello");
    await world.run();
    expect((await world.status()).late.customers).toBe(1);
    world.breakAgent(false);
    await world.settle();
    expect(world.table.delayed.size).toBe(1);
    expect((await world.status()).late.customers).toBe(0);
  });

  it("keeps no entry of an answer that was late", async () => {
    world.breakAgent();
    await world.write("Hello");
    await world.run();
    expect(world.table.delayed.size).toBe(1);
    world.breakAgent(false);
    world.clock.time += MINUTE;
    await world.settle();
    expect(world.table.delayed.size).toBe(0);
  });

  it("forgets what failed more than an hour ago", async () => {
    world.breakAgent();
    await world.write("Hello");
    await world.settle();
    expect((await world.status()).well).toBe(false);
    world.clock.time += HOUR + 5 * MINUTE;
    expect((await world.status()).well).toBe(true);
  });

  it("does not count a customer who cannot be reached, nor one hiccup of the agent", async () => {
    world.breakAgent();
    await world.write("Hello");
    await world.run();
    world.breakAgent(false);
    world.clock.time += MINUTE;
    world.refused("131026");
    await world.run();
    expect(await world.status()).toMatchObject({ well: true, numbers: [{ lastHour: { agentErrors: 1 } }] });
  });

  it("finds a handoff that nobody took behind many that somebody took", async () => {
    const { engine, clock } = world;
    for (let at = 0; at < 130; at++) {
      const conversation = aConversation();
      const handoff = aHandoff(conversation, { id: `h${at}`, since: clock.time + at });
      await engine.controls.pause(conversation, handoff, clock.time + 10 * HOUR);
      await engine.handoffs.add(handoff);
      if (at < 120)
        await engine.controls.assign(conversation, {
          handoff,
          resumeAt: clock.time + HOUR,
          by: "ann",
          at: clock.time,
        });
    }
    clock.time += 40 * MINUTE;
    const { well, untaken } = await world.status();
    expect([well, untaken.customers, untaken.atLeast]).toEqual([false, 10, false]);
  });

  it("says at least how many when there are more than it looks at", async () => {
    for (let at = 0; at < 60; at++) {
      const conversation = aConversation();
      const entry = { conversation, number: SUPPORT, since: world.clock.time + at };
      await world.deps.delayedAnswers.note({ ...entry, why: "stopped", until: world.clock.time + HOUR });
      await memoryLedger(world.table).record(anEntry(conversation));
    }
    const { late, troubles } = await world.status();
    expect(late).toMatchObject({ customers: 50, atLeast: true });
    expect(troubles[0]?.what).toMatch(/^At least 50 customers wait/);
  });

  it("counts the failures of the status itself for nothing: the customer is answered", async () => {
    const failing = async () => {
      throw new Error("DynamoDB is throttling");
    };
    Object.assign(world.engine, {
      delayedAnswers: { ...world.deps.delayedAnswers, note: failing, remove: failing },
      failureCounts: { ...world.deps.failureCounts, add: failing },
    });
    world.breakAgent();
    await world.write("Hello");
    await world.run();
    world.breakAgent(false);
    world.clock.time += MINUTE;
    await world.run();
    expect(world.sent).toHaveLength(1);
  });
});

describe("with business hours", () => {
  const night = berlin("2026-11-30 20:00");
  const asked = async () => {
    world.clock.time = night;
    const handoff = aHandoff(world.conversation, { since: night });
    await world.engine.controls.pause(world.conversation, handoff, night + HOUR);
    await world.deps.handoffList.add(handoff);
    Object.assign(world.deps, { hoursOf: () => OFFICE });
  };

  it("a handoff at night is no trouble before people have been there for long", async () => {
    await asked();
    const kindsAt = async (local: string) => {
      world.clock.time = berlin(local);
      return (await world.status()).troubles.map(({ kind }) => kind);
    };
    expect(await kindsAt("2026-12-01 09:29")).toEqual([]);
    expect(await kindsAt("2026-12-01 09:30")).toEqual(["handoffs-untaken"]);
    Object.assign(world.deps, { untakenAfterMs: 24 * HOUR, untakenAfterOpenMs: 4 * HOUR });
    expect(await kindsAt("2026-12-01 13:59")).toEqual([]);
    expect(await kindsAt("2026-12-01 14:00")).toEqual(["handoffs-untaken"]);
  });

  it("each number says whether people are there, and else from when on", async () => {
    await asked();
    const hoursAt = async (local: string) => {
      world.clock.time = berlin(local);
      return (await world.status()).numbers[0]?.hours;
    };
    const timeZone = "Europe/Berlin";
    expect(await hoursAt("2026-12-01 12:00")).toEqual({
      open: false,
      opensAt: berlin("2026-12-01 13:00"),
      timeZone,
    });
    expect(await hoursAt("2026-12-01 13:00")).toEqual({ open: true, timeZone });
    Object.assign(world.deps, { hoursOf: () => ({ ...OFFICE, open: {} }) });
    expect(await hoursAt("2026-12-01 13:00")).toEqual({ open: false, timeZone });
    Object.assign(world.deps, { hoursOf: () => undefined });
    expect(await hoursAt("2026-12-01 13:00")).toBeUndefined();
  });
});
