import type { Io } from "./io.ts";
import { CliProblem, EXIT } from "./problem.ts";

/** Without a terminal `--yes` must be given. */
export async function confirm(io: Pick<Io, "ask">, question: string): Promise<void> {
  if (!io.ask)
    throw new CliProblem(
      EXIT.usage,
      "There is no terminal to ask on: add --yes to continue without a question.",
    );
  const answer = await io.ask(`${question} [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) throw new CliProblem(EXIT.failed, "Nothing was done.");
}
