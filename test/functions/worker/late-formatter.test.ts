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
function aFormatter() {
  const facts = { loads: 0, finish: () => {} };
  const late = lateFormatter(async () => {
    facts.loads++;
    await new Promise<void>((resolve) => {
      facts.finish = resolve;
    });
    return (text) => [{ text }];
  });
  return { ...late, facts };
}

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

  it("lets an agent's failure through at once, and is loaded again with the next question", async () => {
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
