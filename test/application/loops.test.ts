import { describe, expect, it } from "@jest/globals";
import { IntegrationError } from "../../lib/application/ports/integration-error.ts";
import type { Content } from "../../lib/domain/inbound/inbound.ts";
import { engineWorld } from "../support/engine-world.ts";

const SECOND = 1_000;

const LAMP_QUESTIONS = [
  "Is the lamp plugged in?",
  "Does the socket work with another device?",
  "Is the bulb screwed in tightly?",
  "Have you tried another bulb?",
  "Is the dimmer at 100%?",
  "Is the lamp less than 2 years old?",
  "Do you have the receipt?",
  "Great, shall I open a case?",
];

/**
 * The agent answers the n-th question with `answer(n)`; the customer writes at these seconds after each
 * answer.
 */
function chat(answer: (turn: number) => string) {
  let turns = 0;
  const world = engineWorld({ agent: { ask: async () => ({ text: answer(turns++) }) } });
  return {
    ...world,
    async say(content: Content | string, seconds: number) {
      world.clock.time += seconds * SECOND;
      await world.write(content);
      await world.run();
    },
    /** After how many questions a loop was detected. */
    seenAfter: () => (world.state().handoff?.reason === "loop" ? turns : undefined),
    turns: () => turns,
  };
}

/** Sends each text so many seconds after the answer before. */
async function talk(
  texts: readonly (Content | string)[],
  seconds: (turn: number) => number,
  answer: (turn: number) => string,
) {
  const world = chat(answer);
  for (const [turn, text] of texts.entries()) await world.say(text, seconds(turn));
  return world;
}

const times = <T>(count: number, of: (turn: number) => T) =>
  Array.from({ length: count }, (_, turn) => of(turn));
/** Reproducible, and never regular: 2 to 5 s. */
const hurried = (turn: number) => 2 + ((turn * 7) % 31) / 10;
const thoughtful = (turn: number) => 8 + ((turn * 37) % 25);
const TOPICS = [
  "lamps",
  "shipping to Canada",
  "returns",
  "the warranty",
  "gift cards",
  "dimmers",
  "sockets",
  "opening hours",
];
/** Differs at each turn, as answers to different questions do. */
const changing = (turn: number) =>
  `Here is what we know about ${TOPICS[turn % TOPICS.length]}. Anything else?`;

describe("a conversation in which one side repeats itself goes on", () => {
  it("when the customer says yes to different questions", async () => {
    const world = await talk(
      ["my lamp does not work", ...times(8, () => "yes")],
      () => 20,
      (turn) => LAMP_QUESTIONS[turn] ?? "Done.",
    );
    expect(world.texts()).toEqual([...LAMP_QUESTIONS, "Done."]);
    expect(world.state().handoff).toBeUndefined();
    expect(world.mails).toEqual([]);
  });

  it("also when each yes comes in the very moment of the question, by a clock of whole seconds", async () => {
    const world = chat((turn) => LAMP_QUESTIONS[turn] ?? "Done.");
    for (let count = 0; count < 10; count++) {
      world.clock.time += 1_100;
      await world.write("yes", { sentAt: Math.floor((world.clock.time - 1_100) / 1_000) * 1_000 });
      await world.run();
    }
    expect(world.texts()).toHaveLength(10);
  });

  it.each(["next", "si", "👍", "1"])("when the customer says %s again and again", async (word) => {
    const world = await talk(
      times(20, () => word),
      thoughtful,
      changing,
    );
    expect(world.turns()).toBe(20);
  });

  it("when the agent asks after one pattern", async () => {
    const world = await talk(
      times(7, () => "yes"),
      thoughtful,
      (turn) => `Is lamp ${turn} on?`,
    );
    expect(world.turns()).toBe(7);
  });

  it("when the agent says the same to different questions", async () => {
    const questions = times(20, (turn) => `Do you know ${TOPICS[turn % TOPICS.length]} number ${turn}?`);
    const world = await talk(questions, thoughtful, () => "I do not know that.");
    expect(world.turns()).toBe(20);
  });

  it.each<[string, Content]>([
    ["a button", { kind: "button", text: "Next" }],
    ["a row of a list", { kind: "choice", id: "1", title: "Next" }],
  ])("when the customer taps on %s, however fast and often", async (_, tap) => {
    const world = await talk(
      times(40, () => tap),
      () => 2,
      () => "Which one?",
    );
    expect(world.turns()).toBe(40);
  });
});

describe("a customer who repeats a question to an agent that is away", () => {
  it("is no bot: the fallback line is no answer", async () => {
    const away = async () =>
      Promise.reject(new IntegrationError({ system: "chatsby", code: "http_404", retry: "never" }));
    const world = engineWorld({ agent: { ask: away }, rules: { failedTurns: 0 } });
    for (let count = 0; count < 8; count++) {
      world.clock.time += 20 * SECOND;
      await world.write("hello?");
      await world.run();
    }
    expect(world.texts()).toEqual(Array.from({ length: 8 }, () => "sorry"));
  });
});

describe("a conversation in which both sides repeat themselves is a loop", () => {
  it.each([
    ["the same", true],
    ["different", false],
  ])("of answers that are only a picture: %s pictures", async (_, isSame) => {
    let asked = 0;
    const url = (turn: number) => `https://cdn.example.com/${isSame ? "lamp" : LAMP_QUESTIONS[turn]}.jpg`;
    const formatReply = () => [{ text: "", media: { kind: "image" as const, url: url(asked++ % 8) } }];
    const world = engineWorld({ number: { formatReply } });
    for (let turn = 0; turn < 8; turn += 1) {
      world.clock.time += 3 * SECOND;
      await world.write("And the next one?");
      await world.run();
    }
    expect(world.state().handoff?.reason === "loop").toBe(isSame);
  });

  it("at the fifth time", async () => {
    const world = await talk(
      times(8, () => "I am away."),
      thoughtful,
      () => "Thanks! How can I help?",
    );
    expect(world.seenAfter()).toBe(4);
    expect(world.mails).toHaveLength(1);
  });

  it("also when only case and punctuation change", async () => {
    const world = await talk(
      times(8, () => "I am away."),
      thoughtful,
      (turn) => ["Thanks! How can I help?", "thanks, how can I help"][turn % 2] ?? "",
    );
    expect(world.seenAfter()).toBe(4);
  });

  it("a little later when the answers are nearly the same", async () => {
    const world = await talk(
      times(12, () => "I am away."),
      thoughtful,
      (turn) => `Thanks! Your ticket has number ${turn + 100}. How can I help?`,
    );
    expect(world.seenAfter()).toBe(7);
  });
});

describe("a robot whose texts change is noticed", () => {
  it.each([1, 3, 5])("when each comes %d seconds after our answer", async (seconds) => {
    const world = await talk(
      times(15, (turn) => `Our offer number ${turn} is ready.`),
      () => seconds,
      changing,
    );
    expect(world.seenAfter()).toBeLessThan(15);
  });

  it("sooner when nobody could type so much in that time", async () => {
    const long = (turn: number) =>
      `Dear customer, thank you for contacting us about matter ${turn}. Our team looks into it and will be back.`;
    const world = await talk(times(15, long), hurried, changing);
    expect(world.seenAfter()).toBeLessThanOrEqual(7);
  });

  it("when it takes its time, and always the same", async () => {
    const world = await talk(
      times(40, (turn) => `Our offer number ${turn} is ready.`),
      () => 12,
      changing,
    );
    expect(world.seenAfter()).toBeLessThan(30);
  });

  it("when its texts are as short as a person's, after long", async () => {
    const world = await talk(
      times(40, (turn) => `n. ${turn}`),
      hurried,
      changing,
    );
    expect(world.seenAfter()).toBeLessThan(30);
  });
});

describe("a person in a hurry is not taken for a robot", () => {
  it("with twenty short replies within seconds", async () => {
    const words = ["2", "yes", "no", "blue", "ok", "no thanks", "3", "the red"];
    const world = await talk(
      times(20, (turn) => words[turn % words.length] ?? ""),
      hurried,
      changing,
    );
    expect(world.turns()).toBe(20);
  });

  it("with sentences typed fast, and a pause to read now and then", async () => {
    const world = await talk(
      times(60, (turn) => `and what about ${turn}?`),
      (turn) => (turn % 8 === 7 ? 9 + turn / 10 : hurried(turn)),
      changing,
    );
    expect(world.turns()).toBe(60);
  });

  it("with short replies and taps in turns", async () => {
    const world = await talk(
      times(60, (turn): Content | string =>
        turn % 6 === 5 ? { kind: "button", text: "Yes" } : `option ${turn}`,
      ),
      () => 3,
      changing,
    );
    expect(world.turns()).toBe(60);
  });
});
