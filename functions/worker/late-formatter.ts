import { setTimeout as pause } from "node:timers/promises";
import type { Agent } from "../../lib/application/ports/ports.ts";
import type { replyParts } from "../../lib/domain/markup/parts/reply-parts.ts";

type Format = typeof replyParts;

/** Loading keeps the processor busy, which the question needs until it has left. */
const HEAD_START_MS = 150;

/** The first one takes ten milliseconds of processor time more than those that follow. */
const SAMPLE = "**We do**, [see here](https://example.com):\n\n- by `post`\n- by *train*";

async function importFormat(): Promise<Format> {
  const { replyParts } = await import("../../lib/domain/markup/parts/reply-parts.ts");
  const limits = { showsOptions: false, mediaHosts: [], maxLength: SAMPLE.length, files: undefined };
  replyParts(SAMPLE, { markup: "markdown", ...limits });
  return replyParts;
}

/**
 * Loads what formats answers while the agent writes one: a seventh of the worker's cold start, and many wake-ups ask
 * no agent.
 */
export function lateFormatter(
  load: () => Promise<Format> = importFormat,
  headStart: () => Promise<unknown> = () => pause(HEAD_START_MS, undefined, { ref: false }),
) {
  let format: Format | undefined;

  async function loadAfter(asking: Promise<unknown>): Promise<void> {
    await Promise.race([headStart(), asking.catch(() => undefined)]);
    format ??= await load();
  }

  return {
    /** An answer is only returned once it can be formatted. */
    loadsWhileAsked: (agent: Agent): Agent => ({
      async ask(question, deadline) {
        const asking = agent.ask(question, deadline);
        const [answer] = await Promise.all([asking, format ? undefined : loadAfter(asking)]);
        return answer;
      },
    }),
    /** Throws before the first answer. */
    replyParts: ((answer, rules) => {
      if (!format) throw new Error("the formatter is loaded with the first answer");
      return format(answer, rules);
    }) satisfies Format as Format,
  };
}
