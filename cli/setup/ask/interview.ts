import type { Io } from "../../io.ts";
import { wrapped } from "../../output.ts";
import { CliProblem, EXIT } from "../../problem.ts";
import { answerRules, cleaned, type Rule } from "./answer-rules.ts";
import type { KeptAnswers } from "./kept-answers.ts";

type Question = {
  option: string;
  variable: string;
  text: string;
  wrong?: Rule | undefined;
  /** The answer as it is stored, before it is checked. */
  asStored?(answer: string): string;
  known?: string | undefined;
};

/** An ended input gives empty answers for ever. */
const MAX_EMPTY = 3;

/** Stands for a missing answer until `finish` throws. */
const MISSING = "";

/**
 * Asks for what options and environment do not give. Without a terminal, `finish` throws one CliProblem that
 * lists everything missing or wrong, with its option or variable.
 */
export function askingFor({
  io,
  env,
  yes,
  local,
  mapped = false,
  kept,
}: {
  io: Pick<Io, "ask" | "askHidden" | "err" | "width">;
  env: Io["env"];
  yes: boolean;
  local: boolean;
  /** The settings have a mapping. */
  mapped?: boolean;
  kept: Pick<KeptAnswers, "get" | "keep">;
}) {
  const problems: string[] = [];
  const report = (problem: string) => {
    problems.push(problem);
    return MISSING;
  };
  /** At a terminal the first mistake ends setup. A script gets all of them. */
  function checked(value: string, name: string, wrong: Rule | undefined): string {
    const problem = wrong?.(value);
    if (!problem) return value;
    if (io.ask) throw new CliProblem(EXIT.usage, `${name}: ${problem}`);
    return report(`${name}: ${problem}`);
  }

  async function askUntilValid(ask: () => Promise<string>, wrong: Rule | undefined): Promise<string> {
    for (let empty = 0; empty < MAX_EMPTY; ) {
      const answer = await ask();
      if (answer === MISSING) {
        empty += 1;
        io.err("  An answer is needed. Ctrl-C ends setup.\n");
        continue;
      }
      empty = 0;
      const problem = wrong?.(answer);
      if (!problem) return answer;
      for (const line of wrapped(`That ${problem}`, io.width - 2)) io.err(`  ${line}\n`);
    }
    throw new CliProblem(EXIT.interrupted, "Stopped: there was no answer.");
  }

  /** An option or a variable. */
  function given(value: string | undefined, { option, variable, wrong, asStored }: Omit<Question, "text">) {
    const fromOption = value && cleaned(value);
    const answer = fromOption || cleaned(env[variable] ?? "");
    return answer ? checked(asStored?.(answer) ?? answer, fromOption ? option : variable, wrong) : undefined;
  }

  function earlier(option: string, wrong: Rule | undefined): string | undefined {
    const answer = kept.get(option);
    return answer === undefined || wrong?.(answer) ? undefined : answer;
  }

  /** A right answer is kept for the next run. */
  async function ask(value: string | undefined, question: Question): Promise<string> {
    const answer = given(value, question) ?? (await askPerson(question));
    if (answer !== MISSING) await kept.keep(question.option, answer);
    return answer;
  }

  async function askPerson(about: Question): Promise<string> {
    const { option, variable, text, wrong, asStored = (answer: string) => answer } = about;
    const known = earlier(option, wrong) ?? about.known;
    if (yes && known !== undefined) return known;
    const { ask: question } = io;
    if (!question)
      return report(`${option}, or ${variable}: ${text}${known ? ` (--yes takes ${known})` : ""}`);
    return askUntilValid(
      async () =>
        asStored(cleaned(await question(`${text}${known ? ` [${known}]` : ""}: `)) || known || MISSING),
      wrong,
    );
  }

  /** What need not be given is not asked for. */
  async function optional(value: string | undefined, about: Omit<Question, "text">) {
    const answer = given(value, about) ?? earlier(about.option, about.wrong);
    if (answer) await kept.keep(about.option, answer);
    return answer;
  }

  /** `variable`: for scripts, because other users of the machine can see options. */
  async function secret(variable: string, text: string, wrong?: Rule): Promise<string> {
    const value = given(undefined, { option: variable, variable, wrong });
    if (value !== undefined) return value;
    const { askHidden } = io;
    if (!askHidden)
      return report(`${variable} in the environment, or in what --secrets-stdin reads: ${text}`);
    return askUntilValid(async () => cleaned(await askHidden(text)), wrong);
  }

  /** A script must give it in advance. */
  function consent(what: string): void {
    if (!io.ask && !yes) report(what);
  }

  function finish(): void {
    if (problems.length > 0)
      throw new CliProblem(EXIT.usage, "There is no terminal to ask on. Add or correct:", problems);
  }
  return {
    ask,
    given,
    optional,
    keep: kept.keep,
    secret,
    consent,
    finish,
    rules: answerRules({ local, mapped }),
  };
}

export type Interview = ReturnType<typeof askingFor>;
