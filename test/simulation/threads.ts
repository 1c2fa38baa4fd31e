import type { AgentThread } from "../../lib/domain/agent-thread.ts";
import { personOf } from "./ceilings.ts";
import { hasStoredAnswer } from "./stored-answers.ts";
import type { Sabotage, World } from "./world.ts";

/** The agent names each conversation once, and answers under the name that a question carries. */
export const threadFor = (session: string, nth: number, carried: AgentThread | undefined): AgentThread =>
  carried ?? { id: `${session} ${nth}`, of: "agent" };

const sessionIn = ({ id }: AgentThread) => String(id).split(" ")[0] ?? "";

/**
 * The agent's name of a conversation is carried by each question after an answer that was stored, and never
 * by another customer's.
 */
export function brokenThreads(world: World): string[] {
  const broken: string[] = [];
  for (const { at, session, carried } of world.agent.asked) {
    if (carried && personOf(sessionIn(carried)) !== personOf(session))
      broken.push(`the agent was asked for ${session} in the conversation "${carried.id}"`);
    if (hasStoredAnswer(world, session, at) && !carried)
      broken.push(`the agent was asked for ${session} in a new conversation at ${at}`);
  }
  return broken.map((problem) => `3 (one conversation): ${problem}`);
}

let last: AgentThread | undefined;

export const THREAD_MUTATIONS: Record<string, Sabotage> = {
  "the agent's name of the conversation is not kept": {
    conversations: (real) => ({
      ...real,
      save: ({ progress, ...state }, sendBlocks) => {
        const { thread: _, ...rest } = progress ?? {};
        return real.save({ ...state, progress: rest }, sendBlocks);
      },
    }),
  },
  "the agent is asked in the conversation of whoever wrote last": {
    engine: (real) => {
      const ask: typeof real.agent.ask = async (question, deadline) => {
        const answer = await real.agent.ask({ ...question, ...(last && { thread: last }) }, deadline);
        last = answer.thread;
        return answer;
      };
      return { ...real, agent: { ask } };
    },
  },
};
