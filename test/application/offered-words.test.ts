import { describe, expect, it } from "@jest/globals";
import { edgeWorld as aWorld } from "../support/edge-world.ts";

const QUESTION = "¿Prioridad alta, media o baja?";

describe("a word that our last message offered", () => {
  it.each([
    [QUESTION, "Baja"],
    ["Which button is lit?\n- Start\n- Stop", "Stop"],
    ["¿Particular, empresa o agente?", "Agente"],
  ])("is put to the agent: %j, %j", async (question, said) => {
    const world = aWorld([question]);
    await world.says("hello");
    await world.says(said);
    expect(world.asked).toEqual(["hello", said]);
    expect(world.state()).toMatchObject({ conversation: world.conversation });
    expect([world.state().optedOutAt, world.state().pausedAt]).toEqual([undefined, undefined]);
    expect(world.endings()).toEqual(["answered", "answered"]);
  });

  it("stays an answer when the bot has sent something else before the worker runs, and when the webhook is delivered again then", async () => {
    const world = aWorld([QUESTION, "Understood."]);
    await world.says("hello");
    const message = await world.arrives("Baja");
    const { turn, ...state } = world.state();
    if (!turn) throw new Error("no turn");
    const said = { ...turn, parts: turn.parts.map((part) => ({ ...part, text: "Something else." })) };
    world.table.states.set(world.conversation, { ...state, turn: said });
    await world.again(message);
    await world.run();
    expect(world.asked).toEqual(["hello", "Baja"]);
    expect(world.state().optedOutAt).toBeUndefined();
  });

  it("was a keyword when it was written before it was offered, also when the webhook is delivered again since", async () => {
    const world = aWorld(["Which lamp?"]);
    await world.says("hello");
    const message = await world.arrives("Baja");
    expect(world.state().optedOutAt).toBeDefined();
    const { turn, optedOutAt: _, consentChange: __, ...state } = world.state();
    if (!turn) throw new Error("no turn");
    const said = { ...turn, parts: turn.parts.map((part) => ({ ...part, text: QUESTION })) };
    world.table.states.set(world.conversation, { ...state, turn: said });
    await world.again(message);
    expect(world.state().optedOutAt).toBeDefined();
    await world.run();
    expect(world.asked).toEqual(["hello"]);
    expect(world.endings()).toEqual(["answered", "ignored: opted-out"]);
  });

  it("is a keyword again once we have sent something else", async () => {
    const world = aWorld([QUESTION]);
    await world.says("hello");
    await world.says("alta");
    await world.says("Baja");
    expect(world.asked).toEqual(["hello", "alta"]);
    expect(world.state().optedOutAt).toBeDefined();
  });
});

describe("STOP", () => {
  it("is an opt-out after any question that does not offer it", async () => {
    const world = aWorld([`${QUESTION} You can write STOP to unsubscribe.`]);
    await world.says("hello");
    await world.says("STOP");
    expect(world.texts().at(-1)).toBe("text:optedOut");
    expect(world.state().optedOutAt).toBeDefined();
  });

  it("on a template's button is one, also when the template's text names it", async () => {
    const world = aWorld(["Stop or Start?"]);
    await world.says("hello");
    await world.says({ kind: "button", text: "Stop", payload: "Stop" });
    expect(world.state().optedOutAt).toBeDefined();
  });
});

it("the state is read for keywords only", async () => {
  const world = aWorld([]);
  await world.says("Do you ship to Canada?");
  await world.says({ kind: "choice", id: "option-1", title: "Brass" });
  await world.says({ kind: "media", media: "image" });
  expect(world.reads).toEqual([]);
  await world.arrives("STOP");
  expect(world.reads).toHaveLength(1);
});
