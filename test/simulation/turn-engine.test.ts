import { describe, expect, it } from "@jest/globals";
import { type Script, scriptedRun } from "./run.ts";
import { fixedScenario } from "./scenario.ts";
import { RULES, START, type World } from "./world.ts";

/** One customer's lone message, and exactly these things go wrong. Every promise is checked. */
async function lone(script: Script, ...times: number[]) {
  const { broken, world } = await scriptedRun(fixedScenario(...(times.length > 0 ? times : [0])), script);
  expect(broken).toEqual([]);
  return world;
}

const shown = (world: World) =>
  world.provider.accepted.filter(({ arrives }) => arrives).map(({ text }) => text.replace(/#0$/, ""));
const firsts = (world: World) =>
  world.provider.accepted.filter(({ reference }) => /\.0\.\d+$/.test(reference));
const endings = (world: World) =>
  [...world.table.messages.values()].map(({ outcome }) =>
    outcome && "reason" in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome?.kind,
  );

describe("a burst", () => {
  it("of five messages in three seconds is one question and one reply", async () => {
    const world = await lone({}, 0, 700, 1400, 2100, 2900);
    expect(world.agent.asked.map(({ lines }) => lines)).toEqual([["c1m0", "c1m1", "c1m2", "c1m3", "c1m4"]]);
    expect(new Set(world.provider.accepted.map(({ reference }) => reference.split(".")[2])).size).toBe(1);
  });

  it("that never ends is answered once its first message has waited long enough", async () => {
    const world = await lone({}, ...Array.from({ length: 12 }, (_, index) => index * 1200));
    const [first] = world.agent.asked;
    expect((first?.at ?? 0) - START).toBeLessThan((RULES.maxWaitSeconds + 2) * 1000);
    expect(world.agent.asked.length).toBeGreaterThan(1);
  });

  it("of one message waits no more than a second longer than the quiet time", async () => {
    const world = await lone({});
    expect((world.agent.asked[0]?.at ?? 0) - START).toBeLessThan((RULES.quietSeconds + 1) * 1000);
  });

  it("that comes while the agent thinks is the next turn", async () => {
    const world = await lone({ agent: ["slow"] }, 0, 3000);
    expect(world.agent.asked.map(({ lines }) => lines)).toEqual([["c1m0"], ["c1m1"]]);
  });
});

describe("a send whose outcome is unknown", () => {
  it("is settled by its status: the customer sees it once", async () => {
    const world = await lone({ provider: ["timeout"] });
    expect(firsts(world)).toHaveLength(1);
    expect(endings(world)).toEqual(["answered"]);
  });

  it("is repeated after the grace time when it was lost", async () => {
    const world = await lone({ provider: ["lost"] });
    const [only] = firsts(world);
    expect(firsts(world)).toHaveLength(1);
    expect((only?.at ?? 0) - START).toBeGreaterThanOrEqual(RULES.graceSeconds * 1000);
    expect((only?.at ?? 0) - START).toBeLessThan((RULES.graceSeconds + 20) * 1000);
  });

  it("is repeated, because nothing shows it, when it arrived and no status ever comes", async () => {
    const world = await lone({ provider: ["timeout"], statuses: "never" });
    expect(firsts(world)).toHaveLength(2);
  });

  it("ends as failed, and publishes it, when three attempts stay without any answer", async () => {
    const world = await lone({ provider: ["lost", "lost", "lost"] });
    expect(shown(world)).toEqual([]);
    expect(endings(world)).toEqual(["failed: unknown"]);
    expect(world.events.map(({ type }) => type)).toEqual([
      "lead.captured",
      "message.received",
      "conversation.started",
      "reply.failed",
    ]);
  });
});

describe("a refusal", () => {
  it.each([
    ["a passing fault is tried again within seconds", "soon", 10],
    ["the pair limit waits for this customer", "pair", 20],
    ["a throttled number waits", "busy", 60],
    ["a number that a person must repair waits, and loses nothing", "token", 180],
  ] as const)("%s", async (_, behaviour, seconds) => {
    const world = await lone({ provider: [behaviour] });
    expect(firsts(world)).toHaveLength(1);
    expect((firsts(world)[0]?.at ?? 0) - START).toBeLessThan(seconds * 1000);
    expect(endings(world)).toEqual(["answered"]);
  });

  it("for good ends the turn and publishes it", async () => {
    const world = await lone({ provider: ["gone"] });
    expect(shown(world)).toEqual([]);
    expect(endings(world)).toEqual(["failed: gone"]);
    expect(world.events.some(({ type, detail }) => type === "reply.failed" && detail.reason === "gone")).toBe(
      true,
    );
  });

  it("because the window has closed holds the reply", async () => {
    const world = await lone({ provider: ["window", "window", "window"] });
    expect(endings(world)).toEqual(["deferred: window"]);
    expect(world.events.some(({ type }) => type === "reply.held")).toBe(true);
  });

  it("of a number keeps its other customers from trying, and all are answered once it is repaired", async () => {
    const times = [0, 5_000, 6_000, 7_000];
    const inbound = times.map((at, index) => ({
      id: `c${index}m`,
      conversation: `c${index}`,
      sentAt: START + at,
      postedAt: at,
    }));
    const { broken, world } = await scriptedRun(
      { inbound, posts: inbound.map(({ id, postedAt }) => ({ at: postedAt, ids: [id] })), acts: [] },
      { provider: ["token"] },
    );
    expect(broken).toEqual([]);
    expect(endings(world)).toEqual(["answered", "answered", "answered", "answered"]);
    const others = world.agent.asked.filter(({ session }) => session !== "c0");
    expect(others).toHaveLength(3);
    for (const { at } of others) expect(at - START).toBeGreaterThan(60_000);
  });
});

describe("a failure that a status reports later", () => {
  it("is sent again when that may help", async () => {
    const world = await lone({ failsLater: ["soon"] });
    expect(firsts(world).map(({ arrives }) => arrives)).toEqual([false, true]);
  });

  it("is published when it is for good", async () => {
    const world = await lone({ failsLater: ["gone"] });
    expect(firsts(world)).toHaveLength(1);
    expect(world.events.some(({ type }) => type === "reply.failed")).toBe(true);
  });

  it("of the closed window counts as held", async () => {
    const world = await lone({ failsLater: ["window", "window", "window"] });
    expect(world.events.some(({ type }) => type === "reply.held")).toBe(true);
  });
});

describe("what comes late", () => {
  it("a number that stays broken fails the same part again and again, and it arrives once when repaired", async () => {
    const world = await lone({ failsLater: ["token", "token"] });
    expect(firsts(world).map(({ arrives, reference }) => [arrives, reference.split(".").at(-1)])).toEqual([
      [false, "1"],
      [false, "2"],
      [true, "3"],
    ]);
  });

  it("the delivery confirmation of a first attempt counts while a second one waits after a refusal", async () => {
    const world = await lone({ provider: ["timeout", "pair"], statuses: 46_000 });
    expect(firsts(world)).toHaveLength(1);
    expect(endings(world)).toEqual(["answered"]);
  });

  it("the failure of a second attempt changes nothing once the first is known to have arrived", async () => {
    const world = await lone({
      provider: ["timeout", "timeout"],
      failsLater: ["", "gone"],
      statuses: 50_000,
    });
    expect(firsts(world)).toHaveLength(2);
    expect(world.events.filter(({ type }) => type === "reply.failed")).toEqual([]);
  });

  it("the failure of an older turn is published, and nothing is sent into the newer conversation", async () => {
    const world = await lone({ failsLater: ["gone"], statuses: 40_000 }, 0, 20_000);
    expect(world.events.some(({ type, detail }) => type === "reply.failed" && detail.reason === "gone")).toBe(
      true,
    );
    expect(firsts(world)).toHaveLength(2);
  });
});

describe("an agent", () => {
  it("that is briefly down is asked again, and the customer never notices", async () => {
    const world = await lone({ agent: ["down", "busy"] });
    expect(world.agent.asked).toHaveLength(3);
    expect(shown(world).some((text) => text.startsWith("re:c1m0"))).toBe(true);
    expect(endings(world)).toEqual(["answered"]);
  });

  it("that stays down gets the customer the fallback text once, and the business an event", async () => {
    const world = await lone({ agent: ["down", "down", "down", "down"] });
    expect(world.agent.asked).toHaveLength(RULES.agentAttempts);
    expect(shown(world)).toEqual(["sorry"]);
    expect(endings(world)).toEqual(["failed: http_503"]);
    expect(world.events.map(({ type }) => type)).toEqual([
      "lead.captured",
      "message.received",
      "conversation.started",
      "reply.failed",
      "message.sent",
    ]);
  });

  it("that will never answer is not asked again", async () => {
    const world = await lone({ agent: ["wrong-agent"] });
    expect(world.agent.asked).toHaveLength(1);
    expect(shown(world)).toEqual(["sorry"]);
  });
});
