import { expect, it } from "@jest/globals";
import { type Script, scriptedRun } from "./run.ts";
import { fixedScenario, type Scenario } from "./scenario.ts";

type Asking = { acts?: Scenario["acts"]; script?: Script; resumeAfterMs?: number; agesMs?: number };

/** The first message asks the agent, and the others, so many milliseconds later, for a person. */
async function askForPerson(
  times: readonly number[],
  { acts = [], script = {}, resumeAfterMs = 6_000, agesMs = 0 }: Asking = {},
) {
  const { inbound, ...rest } = fixedScenario(0, ...times);
  const written = inbound.map((message, at) =>
    at > 0 ? { ...message, keyword: "human" as const } : message,
  );
  const last = written.pop();
  const aged = last ? [...written, { ...last, sentAt: last.sentAt - agesMs }] : written;
  const { broken, world } = await scriptedRun({ ...rest, inbound: aged, acts, resumeAfterMs }, script);
  expect(broken).toEqual([]);
  return world.timeline.handoffs.map(({ handoff }) => handoff.id);
}

it.each([0, 50, 800, 1_300, 1_500, 1_700, 1_900, 2_300])(
  "two requests, one sent %i ms after the other, share a handoff when those of an earlier one have gone",
  async (later) => {
    const handoffs = await askForPerson([10_000, 50_000, 50_000 + later]);
    expect(handoffs).toEqual(["T-c1m1", expect.stringMatching(/^T-c1m[23]$/)]);
  },
);

it.each<[string, number, Script]>([
  ["the agent is slow", 5_000, { agent: ["slow"] }],
  ["the outcome of a send is unknown", 9_000, { provider: ["lost"] }],
])(
  "who asks again before those of the first request are told of it, since %s, waits for them",
  async (_, first, script) => {
    for (const second of [18_000, 20_000, 22_000])
      expect(await askForPerson([first, first + second - 5_000], { script, resumeAfterMs: 2_500 })).toEqual([
        "T-c1m1",
      ]);
  },
);

it.each([100, 300, 600, 1_000])(
  "staff who pause the bot once more, %i ms after a request that still waits, are there",
  async (later) => {
    const pause = { kind: "pause", conversation: "c1", id: "pause-c1", quiet: true } as const;
    const acts = [{ at: 50_000 + later, act: pause }];
    expect(await askForPerson([10_000, 50_000], { acts })).toEqual(["T-c1m1"]);
  },
);

it("staff who took a chat and gave it back are there for as long", async () => {
  const ann = { conversation: "c1", id: "a1", by: "ann" };
  const acts: Scenario["acts"] = [
    { at: 35_000, act: { ...ann, kind: "assign", force: false } },
    { at: 39_000, act: { ...ann, kind: "release" } },
  ];
  expect(await askForPerson([10_000, 50_000], { acts, resumeAfterMs: 20_000 })).toEqual(["T-c1m1"]);
});

it("a request that comes days late is handed over as any stale message", async () => {
  const handoffs = await askForPerson([10_000, 50_000], { agesMs: 30 * 3_600_000 });
  expect(handoffs).toEqual(["T-c1m1", "stale-T-c1m2"]);
});
