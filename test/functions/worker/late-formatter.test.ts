import { describe, expect, it } from "@jest/globals";
import { lateFormatter } from "../../../functions/worker/late-formatter.ts";
import type { Agent } from "../../../lib/application/ports/ports.ts";

const QUESTION = { agentId: "a", text: "Hello", session: "s" };
const RULES = {
  markup: "markdown",
  maxLength: 4096,
  showsOptions: false,
  mediaHosts: [],
  files: undefined,
} as const;

/** A formatter whose loading ends when the test says so. */
function aFormatter(headStart: Promise<unknown> = Promise.resolve()) {
  const facts = { loads: 0, finish: () => {} };
  const finished = new Promise<void>((resolve) => {
    facts.finish = resolve;
  });
  const load = async () => {
    facts.loads++;
    await finished;
    return (text: string) => [{ text }];
  };
  return { ...lateFormatter(load, () => headStart), facts };
}

const never = new Promise<never>(() => {});
const soon = () => new Promise((resolve) => setImmediate(resolve));

const answering: Agent = { ask: async ({ text }) => ({ text: `Re: ${text}` }) };

describe("the formatter of answers", () => {
  it("is loaded while the agent is asked, and an answer waits for it", async () => {
    const { loadsWhileAsked, replyParts, facts } = aFormatter();
    const agent = loadsWhileAsked(answering);
    expect(facts.loads).toBe(0);
    const asked = agent.ask(QUESTION, 0);
    await expect(
      Promise.race([asked, new Promise((resolve) => setImmediate(resolve, "waits"))]),
    ).resolves.toBe("waits");
    facts.finish();
    expect(await asked).toEqual({ text: "Re: Hello" });
    expect(replyParts("text", RULES)).toEqual([{ text: "text" }]);
    expect(await agent.ask(QUESTION, 0)).toEqual({ text: "Re: Hello" });
    expect(facts.loads).toBe(1);
  });

  it("is not loaded before the question has had a head start, or an answer is there", async () => {
    const start = Promise.withResolvers<void>();
    const slow = aFormatter(start.promise);
    const asked = Promise.withResolvers<{ text: string }>();
    const answer = slow.loadsWhileAsked({ ask: () => asked.promise }).ask(QUESTION, 0);
    await soon();
    expect(slow.facts.loads).toBe(0);
    start.resolve();
    await soon();
    expect(slow.facts.loads).toBe(1);
    slow.facts.finish();
    asked.resolve({ text: "Yes" });
    expect(await answer).toEqual({ text: "Yes" });

    const quick = aFormatter(never);
    quick.facts.finish();
    expect(await quick.loadsWhileAsked(answering).ask(QUESTION, 0)).toEqual({ text: "Re: Hello" });
    expect(quick.facts.loads).toBe(1);
  });

  it("lets an agent's failure through at once, and is there for the next question", async () => {
    const { loadsWhileAsked, replyParts, facts } = aFormatter();
    const failure = new Error("down");
    await expect(loadsWhileAsked({ ask: () => Promise.reject(failure) }).ask(QUESTION, 0)).rejects.toBe(
      failure,
    );
    expect(() => replyParts("text", RULES)).toThrow(/loaded with the first answer/);
    const asked = loadsWhileAsked(answering).ask(QUESTION, 0);
    facts.finish();
    expect(await asked).toEqual({ text: "Re: Hello" });
  });

  it("is the product's own", async () => {
    const { loadsWhileAsked, replyParts } = lateFormatter();
    await loadsWhileAsked(answering).ask(QUESTION, 0);
    expect(replyParts("**bold**", RULES)).toEqual([{ text: "*bold*" }]);
  });
});
