import { basename } from "node:path";
import { checkAgents } from "../../lib/health/check-accounts.ts";
import { readUserFile, utf8 } from "../files.ts";
import type { Io } from "../io.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { chooseAgent, chooseOther, type EvaluatedAgent } from "./choose-agent.ts";
import { type LanguageDetector, languageDetector } from "./detect-language.ts";
import { type Chat, readQuestions } from "./read-questions.ts";

export type Prepared = {
  file: string;
  chats: readonly Chat[];
  agents: readonly [EvaluatedAgent, EvaluatedAgent?];
  detector: LanguageDetector | undefined;
  number: string | undefined;
  /** Messages of the user's plan. */
  paid: number;
  /** For the user: what will be asked. */
  plan: string;
};

type Options = { settings?: string; stage?: string; against?: string; number?: string };

const DEMO_NUMBERS = ["support", "sales"];

/** Asks nothing that costs. Throws CliProblem for a key or an agent that is refused. */
async function checkAgent(io: Io, { name, own, secrets }: EvaluatedAgent): Promise<void> {
  if (!own) return;
  const found = await checkAgents(io, own.settings, own.settings.numbers, secrets.chatsby);
  const problem = found.find(({ verdict }) => verdict === "problem");
  if (!problem) return;
  const exit = problem.unchecked ? EXIT.unreachable : EXIT.noAccess;
  throw new CliProblem(exit, `${name}: ${problem.evidence}`, problem.fix ? [problem.fix] : []);
}

function checkNumbers(
  chats: readonly Chat[],
  number: string | undefined,
  { name, own }: EvaluatedAgent,
): void {
  const known = own ? own.settings.numbers.map((each) => each.name) : DEMO_NUMBERS;
  const named = [...new Set([number, ...chats.map((chat) => chat.number)])];
  const unknown = named.filter((each) => each !== undefined && !known.includes(each));
  if (unknown.length > 0)
    throw new CliProblem(EXIT.usage, `${name} has no number ${unknown.join(", ")}.`, [
      `It has: ${known.join(", ")}.`,
    ]);
}

async function detectorFor(chats: readonly Chat[], path: string): Promise<LanguageDetector | undefined> {
  const languages = new Set(
    chats.flatMap(({ questions }) => questions.flatMap(({ checks }) => checks.language ?? [])),
  );
  if (languages.size === 0) return undefined;
  const detector = await languageDetector();
  const unknown = [...languages].filter((language) => !detector.knows(language));
  if (unknown.length > 0)
    throw new CliProblem(EXIT.usage, `${path}: the language ${unknown.join(", ")} cannot be recognised.`);
  return detector;
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

function planOf(chats: readonly Chat[], agents: readonly EvaluatedAgent[]) {
  const questions = chats.reduce((sum, chat) => sum + chat.questions.length, 0);
  const paying = agents.filter(({ own }) => own);
  const paid = questions * paying.length;
  const who = agents.map(({ name }) => name).join(" and ");
  const cost =
    paid === 0
      ? "The demo agent costs nothing."
      : `That is ${counted(paid, "message")} of your agent's plan, or more if it must be asked again.`;
  const what = `${counted(questions, "question")} in ${counted(chats.length, "conversation")} to ${who}. ${cost}`;
  return { paid, plan: what };
}

/** Everything that can be wrong is found before the first question. Throws CliProblem. */
export async function prepare(io: Io, path: string, options: Options): Promise<Prepared> {
  const text = utf8(await readUserFile(path));
  if (text === undefined) throw new CliProblem(EXIT.usage, `${path} is not UTF-8 text.`);
  const chats = readQuestions(text, path);
  const first = await chooseAgent(io, { path: options.settings, stage: options.stage });
  const second = options.against === undefined ? undefined : await chooseOther(io, options.against, first);
  const agents = second ? [first, second] : [first];
  for (const agent of agents) checkNumbers(chats, options.number, agent);
  const detector = await detectorFor(chats, path);
  for (const agent of agents) await checkAgent(io, agent);
  return {
    file: basename(path),
    chats,
    agents: second ? [first, second] : [first],
    detector,
    number: options.number,
    ...planOf(chats, agents),
  };
}
