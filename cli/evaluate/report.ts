import type { ChatResult, RunResult } from "./run-chats.ts";

export type Summary = {
  questions: number;
  passed: number;
  failed: number;
  notAsked: number;
  /** Checks that could not be decided, of all questions. */
  undecided: number;
  /** To the first message of an answer. */
  medianSeconds?: number;
};

export type AgentReport = RunResult & { name: string; summary: Summary };
export type Report = {
  file: string;
  /** Milliseconds since 1970. */
  at: number;
  /** The second one: what it is compared with. */
  agents: readonly [AgentReport, AgentReport?];
};

function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

export function summaryOf(chats: readonly ChatResult[]): Summary {
  const all = chats.flatMap(({ questions }) => questions);
  const count = (verdict: string) => all.filter((each) => each.verdict === verdict).length;
  const medianSeconds = median(all.flatMap(({ answer }) => answer?.seconds ?? []));
  return {
    questions: all.length,
    passed: count("passed"),
    failed: count("failed"),
    notAsked: count("not-asked"),
    undecided: all.flatMap(({ checks }) => checks).filter(({ verdict }) => verdict === "undecided").length,
    ...(medianSeconds !== undefined && { medianSeconds }),
  };
}

export function summaryText({
  questions,
  passed,
  failed,
  notAsked,
  undecided,
  medianSeconds,
}: Summary): string {
  const parts = [
    `${passed} of ${questions} passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(notAsked > 0 ? [`${notAsked} not asked`] : []),
    ...(undecided > 0 ? [`${undecided} check${undecided === 1 ? "" : "s"} undecided`] : []),
    ...(medianSeconds === undefined ? [] : [`half of the answers within ${medianSeconds.toFixed(1)} s`]),
  ];
  return parts.join(", ");
}

/** For scripts: the text alone, without how it looks. */
export const jsonOf = ({ agents, ...about }: Report) => ({
  ...about,
  agents: agents.map((agent) => ({
    ...agent,
    chats: agent?.chats.map(({ number, questions }) => ({
      number,
      questions: questions.map(({ answer, ...result }) => ({
        ...result,
        ...(answer && {
          answer: { ...answer, messages: answer.messages.map(({ lines: _, ...message }) => message) },
        }),
      })),
    })),
  })),
});

export function stoppedText({ stopped, summary }: AgentReport): string | undefined {
  if (stopped === undefined) return undefined;
  const rest = summary.notAsked > 0 ? ": the rest was not asked" : "";
  return stopped === "interrupted"
    ? `Interrupted${rest}.`
    : `The agent does not answer (${stopped.agentFails})${rest}.`;
}
