import type { World } from "./world.ts";

/** Whether an answer of the agent, in the conversation of this session, was stored before. */
export function hasStoredAnswer(
  { agent: { asked }, answerStoredAt }: World,
  session: string,
  before: number,
) {
  return asked.some(({ session: own, lines: [first = ""] }) => {
    if (own !== session || (answerStoredAt.get(first) ?? Number.POSITIVE_INFINITY) >= before) return false;
    // What was stored may be the fallback for another attempt, also for one after a merge, with more messages.
    return asked.every(({ lines, answered }) => answered || !lines.includes(first));
  });
}
