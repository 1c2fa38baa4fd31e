import type { Agent } from "../../lib/application/ports/ports.ts";
import type { replyParts } from "../../lib/domain/markup/reply-parts.ts";

type Format = typeof replyParts;

const importFormat = async (): Promise<Format> =>
  (await import("../../lib/domain/markup/reply-parts.ts")).replyParts;

/**
 * Loads what formats answers while the agent writes one: a seventh of the worker's cold start, and many wake-ups ask
 * no agent.
 */
export function lateFormatter(load: () => Promise<Format> = importFormat) {
  let format: Format | undefined;
  return {
    /** An answer is only returned once it can be formatted. */
    loadsWhileAsked: (agent: Agent): Agent => ({
      async ask(question, deadline) {
        const asking = agent.ask(question, deadline);
        const [answer, loaded] = await Promise.all([asking, format ?? load()]);
        format = loaded;
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
