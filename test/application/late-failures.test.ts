import { describe, expect, it } from "@jest/globals";
import { linkIds } from "../../lib/application/identity/identities.ts";
import { IntegrationError } from "../../lib/application/ports/integration-error.ts";
import { runCommand } from "../../lib/application/turn/run-command.ts";
import type { ConversationId } from "../../lib/domain/ids.ts";
import { parseReference } from "../../lib/domain/turn/reference.ts";
import { engineWorld } from "../support/engine-world.ts";

/**
 * Two questions, each answered in three parts; the first answer is not the latest any more when the provider
 * reports its parts.
 */
async function twoAnswers(code = "131047") {
  const world = engineWorld({
    number: {
      failureActionFor: (each) => (each === "131047" ? "template" : "never"),
      formatReply: (text) => ["1", "2", "3"].map((part) => ({ text: `${text} ${part}` })),
    },
  });
  await world.write("first?");
  await world.run();
  world.clock.time += 60_000;
  await world.write("second?");
  await world.run();
  expect(world.sent).toHaveLength(6);
  const fail = async (part: number) => {
    const reference = parseReference(world.sent[part]?.reference ?? "");
    if (!reference) throw new Error("no reference");
    await runCommand(world.engine, { kind: "part-failed", reference, code }, world.clock.time + 90_000);
  };
  const later = () => world.texts().slice(6);
  return { ...world, fail, later };
}

describe("a part of an older answer that the provider gives up later", () => {
  it("because the window was closed is delivered at once when the customer has written since, and once", async () => {
    const { fail, later, events } = await twoAnswers();
    await fail(0);
    await fail(0);
    expect(later()).toEqual(["re: first? 1"]);
    expect(events.filter(({ type }) => type === "reply.held")).toHaveLength(1);
    expect(events.filter(({ type }) => type === "reply.failed")).toEqual([]);
  });

  it("reaches the ledger also when a question that nobody answers has taken the place of its answer since", async () => {
    const { fail, table, write, run, clock, state, endings, engine, conversation } =
      await twoAnswers("131026");
    engine.agent.ask = () =>
      Promise.reject(new IntegrationError({ system: "chatsby", code: "down", retry: "later" }));
    await write("third?");
    await run();
    await engine.controls.pause(
      conversation,
      { id: "p", reason: "operator", since: clock.time, quiet: true, origin: conversation },
      1e15,
    );
    clock.time += 60_000;
    await run();
    expect(state().turn).toBeUndefined();
    await fail(3);
    expect(endings()).toEqual(["answered", "failed: 131026", "handed-off"]);
    expect(table.states.size).toBe(1);
  });

  it("reaches the ledger also when the merge with another conversation has only begun", async () => {
    const { fail, table, conversation, endings, engine } = await twoAnswers("131026");
    const other = "other" as ConversationId;
    await linkIds(engine.links, other, conversation, 1);
    table.states.set(conversation, { ...table.state(conversation), movedTo: other });
    await fail(3);
    expect(endings()).toEqual(["answered", "failed: 131026"]);
  });

  it("is delivered too when another part of the same answer was before", async () => {
    const { fail, later, sent } = await twoAnswers();
    await fail(0);
    await fail(2);
    expect(later()).toEqual(["re: first? 1", "re: first? 3"]);
    expect(new Set(sent.map(({ reference }) => reference)).size).toBe(sent.length);
  });

  it("waits in the answer's order for the customer who has not, in whatever order the failures come", async () => {
    const { fail, later, engine, conversation, write, run, clock } = await twoAnswers();
    await engine.controls.pause(
      conversation,
      { id: "p", reason: "operator", since: clock.time, origin: conversation },
      clock.time + 1e7,
    );
    await fail(2);
    await fail(0);
    await fail(1);
    expect(later()).toEqual(["text:handoff"]);
    await engine.controls.resume(conversation, { at: clock.time, how: "resume" });
    await write("third?");
    await run();
    expect(later().slice(1, 4)).toEqual(["re: first? 1", "re: first? 2", "re: first? 3"]);
  });

  it("waits beside the latest answer, which has missed the window itself", async () => {
    const { fail, later, refuseWindow, write, settle, run } = await twoAnswers();
    refuseWindow();
    await write("third?");
    await settle();
    await fail(0);
    await fail(4);
    expect(later()).toEqual([]);
    await write("fourth?");
    await run();
    const third = ["re: third? 1", "re: third? 2", "re: third? 3"];
    const answer = ["re: fourth? 1", "re: fourth? 2", "re: fourth? 3"];
    expect(later().toSorted()).toEqual(["re: first? 1", "re: second? 2", ...third, ...answer].toSorted());
    expect(later().slice(-3)).toEqual(answer);
  });

  it("shows as failed in the transcript", async () => {
    const { fail, engine, conversation } = await twoAnswers("131026");
    await fail(1);
    const lines = await engine.history.transcript([conversation], 100);
    expect(lines.find(({ text }) => text === "re: first? 2")).toMatchObject({ state: "failed" });
    expect(lines.filter((line) => "state" in line && line.state === "failed")).toHaveLength(1);
  });

  it("because the customer wants nothing is stored as a consent change", async () => {
    const world = engineWorld({ number: { failureActionFor: () => "opted-out" } });
    await world.write("first?");
    await world.run();
    await world.write("second?");
    await world.run();
    const reference = parseReference(world.sent[0]?.reference ?? "");
    if (!reference) throw new Error("no reference");
    await runCommand(
      world.engine,
      { kind: "part-failed", reference, code: "21610" },
      world.clock.time + 90_000,
    );
    expect(world.state().optedOutAt).toBeDefined();
  });

  it("for another reason is reported to the business once, and nothing is sent", async () => {
    const { fail, later, events, telemetry } = await twoAnswers("131026");
    await fail(1);
    await fail(1);
    expect(later()).toEqual([]);
    expect(events.filter(({ type }) => type === "reply.failed")).toHaveLength(1);
    expect(telemetry.lines.filter(({ code }) => code === "turn.failed")).toEqual([]);
    expect(telemetry.lines.filter(({ code }) => code === "turn.undeliverable")).toHaveLength(1);
  });

  it("that the business can fix alarms, as every answer does that did not arrive", async () => {
    const { fail, telemetry } = await twoAnswers("132000");
    await fail(1);
    expect(telemetry.lines.filter(({ code }) => code === "turn.failed").map(({ level }) => level)).toEqual([
      "error",
    ]);
    expect(telemetry.sum("TurnsFailed")).toBe(1);
    expect(telemetry.sum("TurnsUndeliverable")).toBe(0);
  });

  it.each([
    ["131026", 1, "failed: 131026"],
    ["131047", 1, "deferred: window"],
  ])("with %s lets its question end so, and no other", async (code, part, ending) => {
    const { fail, engine, conversation } = await twoAnswers(code);
    await fail(part);
    const lines = await engine.history.transcript([conversation], 100);
    const endings = lines
      .filter(({ from }) => from === "customer")
      .map((line) => [line.text, "state" in line ? line.state : undefined]);
    expect(endings).toEqual([
      ["first?", ending],
      ["second?", "answered"],
    ]);
  });
});

describe("the latest answer, when the provider gives it up later", () => {
  it.each([
    ["131026", "failed: 131026", 0],
    ["132000", "failed: 132000", 1],
    ["131047", "deferred: window", 0],
  ])("with %s lets its question end as %s", async (code, ending, rings) => {
    const { fail, engine, conversation, telemetry, clock } = await twoAnswers(code);
    // While the window is open by our own clock, 131047 is not believed at once.
    if (code === "131047") clock.time += 24 * 3_600_000;
    await fail(3);
    const lines = await engine.history.transcript([conversation], 100);
    expect(lines.find(({ text }) => text === "second?")).toMatchObject({ state: ending });
    expect(lines.find(({ text }) => text === "first?")).toMatchObject({ state: "answered" });
    expect(telemetry.lines.filter(({ code: line }) => line === "turn.failed")).toHaveLength(rings);
  });
});
