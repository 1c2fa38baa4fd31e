import { describe, expect, it } from "@jest/globals";
import { publishCaptured } from "../../lib/application/notify/publish-captured.ts";
import { IntegrationError } from "../../lib/application/ports/integration-error.ts";
import type { Content } from "../../lib/domain/inbound/inbound.ts";
import { MAX_PER_HOUR } from "../../lib/domain/turn/hourly-limits.ts";
import { takeOver } from "../support/engine-handoffs.ts";
import { engineWorld, HOUR, SUPPORT } from "../support/engine-world.ts";

const SECOND = 1_000;

type World = ReturnType<typeof engineWorld>;

/** Texts, mails and types of events. */
type Left = { at: number; what: string };

/** Acts every so many seconds, and records what leaves meanwhile. */
async function flood(
  world: World,
  count: number,
  seconds: number,
  act: (index: number) => Promise<unknown>,
): Promise<Left[]> {
  const left: Left[] = [];
  for (let index = 0; index < count; index++) {
    const [texts, mails, events] = [world.sent.length, world.mails.length, world.events.length];
    world.clock.time += seconds * SECOND;
    await act(index);
    await world.run();
    const now = [
      ...world.sent.slice(texts).map(({ text }) => text),
      ...world.mails.slice(mails).map(() => "mail"),
      ...world.events.slice(events).map(({ type }) => type),
    ];
    left.push(...now.map((what) => ({ at: world.clock.time, what })));
  }
  return left;
}

const writing = (world: World, texts: readonly (Content | string)[]) => (index: number) =>
  world.write(texts[index % texts.length] ?? "");

function mostPerHour(left: readonly Left[], ...whats: readonly string[]): number {
  const times = left.filter(({ what }) => whats.includes(what)).map(({ at }) => at);
  return Math.max(0, ...times.map((start) => times.filter((at) => at >= start && at < start + HOUR).length));
}

const withheld = (world: World, kind: string) =>
  world.telemetry.lines.filter(({ code, facts }) => code === "hourly-limit.reached" && facts.kind === kind)
    .length;

const ofType = ({ events }: World, type: string) => events.filter((event) => event.type === type);

describe("a customer who stops and starts without end", () => {
  it("is applied each time, and confirmed three times an hour", async () => {
    const world = engineWorld();
    const left = await flood(world, 300, 2, async (index) => {
      const action = index % 2 === 0 ? "stop" : "start";
      await world.write(action);
      await world.run();
      expect(world.state().optedOutAt !== undefined).toBe(action === "stop");
    });
    expect(world.texts()).toEqual(["text:optedOut", "text:optedIn", "text:optedOut"]);
    expect(left.filter(({ what }) => what.startsWith("contact.opted")).length).toBeLessThanOrEqual(
      2 * MAX_PER_HOUR["opt-in-event"] + 1,
    );
    expect(withheld(world, "confirmation")).toBeGreaterThan(100);
    expect(world.telemetry.sum("HourlyLimitReached", { sort: "message" })).toBe(
      withheld(world, "confirmation"),
    );
  });

  it("is notified no more often when it lasts for hours", async () => {
    const world = engineWorld();
    const left = await flood(world, 720, 20, writing(world, ["stop", "start"]));
    expect(mostPerHour(left, "text:optedOut", "text:optedIn")).toBe(3);
    expect(mostPerHour(left, "contact.opted-in")).toBeLessThanOrEqual(MAX_PER_HOUR["opt-in-event"]);
  });

  it("counts as opted out for the business at the end, whatever was left out", async () => {
    const world = engineWorld();
    await flood(world, 101, 2, writing(world, ["stop", "start"]));
    expect(world.state().optedOutAt).toBeDefined();
    const last = world.events.findLast(({ type }) => type.startsWith("contact.opted"));
    expect(last?.type).toBe("contact.opted-out");
  });

  it("counts as opted in again as soon as the hour has room for it", async () => {
    const world = engineWorld();
    await flood(world, 100, 2, writing(world, ["stop", "start"]));
    const last = () => world.events.findLast(({ type }) => type.startsWith("contact.opted"))?.type;
    expect([world.state().optedOutAt, last()]).toEqual([undefined, "contact.opted-out"]);
    await flood(world, 1, 3_600, writing(world, ["hello"]));
    expect(last()).toBe("contact.opted-in");
    expect(world.texts().at(-1)).toBe("re: hello");
  });

  it("has a ceiling also by WhatsApp's own switch, and where only templates are stopped", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    const scopes = ["all", "templates"] as const;
    const left = await flood(world, 200, 3, (index) =>
      world.engine.controls.changeConsent(world.conversation, {
        id: `p${index}`,
        action: index % 3 === 2 ? "start" : "stop",
        scope: index % 3 === 2 ? "all" : (scopes[index % 2] ?? "all"),
        source: "preference",
        at: world.clock.time,
      }),
    );
    expect(mostPerHour(left, "text:optedOut", "text:optedIn")).toBe(3);
    expect(mostPerHour(left, "contact.opted-in", "contact.opted-out")).toBeLessThanOrEqual(
      3 * MAX_PER_HOUR["opt-in-event"] + 2,
    );
  });
});

describe("a customer who asks for people and for the bot in turns", () => {
  it("gets a person each time, and is notified three times an hour; the team gets two mails", async () => {
    const world = engineWorld();
    const left = await flood(world, 300, 2, async (index) => {
      const word = index % 2 === 0 ? "human" : "bot";
      await world.write(word);
      await world.run();
      expect(world.state().pausedAt !== undefined).toBe(word === "human");
      expect(world.table.handoffs.size).toBe(word === "human" ? 1 : 0);
    });
    expect(world.mails).toHaveLength(2);
    expect(world.texts()).toEqual(["text:handoff", "text:handoff", "text:handoff"]);
    expect(mostPerHour(left, "handoff.requested")).toBe(MAX_PER_HOUR["handoff-event"]);
    expect(withheld(world, "mail")).toBe(148);
  });

  it("is published as handoffs that begin and end, or not at all", async () => {
    const world = engineWorld();
    await flood(world, 1_000, 9, writing(world, ["human", "bot"]));
    const ids = (type: string) => ofType(world, type).map(({ detail }) => detail.handoff);
    expect(ids("handoff.ended")).toEqual(ids("handoff.requested"));
    expect(ids("handoff.requested").length).toBeGreaterThan(2 * MAX_PER_HOUR["handoff-event"]);
  });

  it("is put before the team again an hour later", async () => {
    const world = engineWorld();
    await flood(world, 20, 2, writing(world, ["human", "bot"]));
    expect(world.mails).toHaveLength(2);
    await flood(world, 1, 3_600, writing(world, ["human"]));
    expect(world.mails).toHaveLength(3);
  });

  it("in a colleague's chat brings two mails an hour, however many messages come at once", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    await takeOver(world, { quiet: true });
    const left = await flood(world, 200, 30, async () => {
      await world.write("human");
      await world.write("human");
    });
    expect(mostPerHour(left, "mail")).toBe(2);
    expect(world.endings().at(-1)).toBe("handed-off");
  });
});

describe("agent calls", () => {
  it("are never more than `turns.maxPerHour` within any sixty minutes, wherever these begin", async () => {
    const world = engineWorld({ rules: { maxPerHour: 20 } });
    const words = ["and lamps", "or shades", "what of bulbs", "then sockets", "dimmers too", "cables"];
    let asked = 0;
    const left: Left[] = [];
    for (let count = 0; count < 600; count++) {
      world.clock.time += (20 + ((count * 37) % 29)) * SECOND;
      await world.write(`${words[count % words.length]} ${count}`);
      await world.run();
      if (world.asked.length > asked) left.push({ at: world.clock.time, what: "asked" });
      asked = world.asked.length;
    }
    expect(world.state().handoff).toBeUndefined();
    expect(mostPerHour(left, "asked")).toBe(20);
    // Nearly six hours: a minute too many in each shows.
    expect(asked).toBeGreaterThan(100);
  });

  it("count against the hour also when the answer was blocked by a handoff that the agent itself asked for", async () => {
    let calls = 0;
    const world = engineWorld({
      rules: { maxPerHour: 10 },
      agent: {
        ask: async () => {
          const since = world.clock.time;
          const handoff = { id: `e${calls++}`, reason: "agent", since, origin: world.conversation } as const;
          await world.engine.controls.pause(world.conversation, handoff, since + HOUR);
          return { text: "A person will look." };
        },
      },
    });
    const left = await flood(world, 200, 5, writing(world, ["please", "bot"]));
    expect(calls).toBe(10);
    expect(mostPerHour(left, "mail")).toBe(2);
    expect(mostPerHour(left, "text:tooMany")).toBe(1);
  });

  it("of an agent that is away are at most `agentAttempts` for each turn, with a fallback line for each", async () => {
    let calls = 0;
    const world = engineWorld({
      rules: { maxPerHour: 5, failedTurns: 0 },
      agent: {
        ask: async () => {
          calls++;
          throw new IntegrationError({ system: "chatsby", code: "http_503", retry: "later" });
        },
      },
    });
    const left = await flood(world, 200, 10, writing(world, ["one", "two", "three"]));
    expect(calls).toBe(5 * world.engine.rules.agentAttempts);
    expect(mostPerHour(left, "sorry")).toBe(5);
  });
});

describe("what becomes known of a contact", () => {
  const mailing = (world: World) => (index: number) => world.write(`my mail is dana${index}@example.com`);

  it("is published twenty times an hour, and the rest with the next revision", async () => {
    const world = engineWorld({ rules: { maxPerHour: 1 } });
    const left = await flood(world, 200, 10, mailing(world));
    expect(mostPerHour(left, "lead.captured")).toBe(MAX_PER_HOUR["lead-event"]);
    await flood(world, 1, 3_600, writing(world, ["hello"]));
    const last = ofType(world, "lead.captured").at(-1);
    expect(JSON.stringify(last?.detail)).toContain("dana199@example.com");
  });

  it("has a ceiling also when the agent's action reports it", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    const { leads, clock } = world.engine;
    const left = await flood(world, 100, 10, async (index) => {
      await leads.merge(
        world.conversation,
        SUPPORT,
        { note: { value: `n${index}`, source: "agent" } },
        clock.now(),
      );
      await publishCaptured(world.engine, world.conversation, SUPPORT);
    });
    expect(mostPerHour(left, "lead.captured")).toBe(MAX_PER_HOUR["lead-event"] - 1);
    await flood(world, 1, 3_600, async () => undefined);
    expect(JSON.stringify(ofType(world, "lead.captured").at(-1)?.detail)).toContain("n99");
  });
});

describe("templates that bring a customer back", () => {
  it("go out twice an hour, however many replies come too late", async () => {
    const world = engineWorld({
      number: {
        failureActionFor: () => "template",
        reengagement: () => ({ name: "come_back", preview: "template:come_back" }),
      },
    });
    const left = await flood(world, 40, 30, async (index) => {
      world.refuseWindow();
      await world.write(`message ${index}`);
      await world.settle();
    });
    expect(mostPerHour(left, "template:come_back")).toBe(MAX_PER_HOUR.reengagement);
  });
});

describe("what staff write", () => {
  it("has no ceiling, also in a conversation that has reached every other", async () => {
    const world = engineWorld();
    await flood(world, 100, 2, writing(world, ["human", "bot"]));
    const before = world.sent.length;
    await flood(world, 50, 2, (index) =>
      world.engine.outbox.add(world.conversation, {
        id: `r${index}`,
        number: SUPPORT,
        at: world.clock.time,
        by: "arn:staff",
        content: { kind: "reply", text: `reply ${index}` },
      }),
    );
    expect(world.sent.length - before).toBe(50);
  });
});
