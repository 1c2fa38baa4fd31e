import { confirm } from "../confirm.ts";
import { readUserFile } from "../files.ts";
import { problemLines } from "../mailing/check.ts";
import { CliProblem, EXIT, type ExitCode } from "../problem.ts";
import { showBar } from "../progress-bar.ts";
import type { Session } from "../session.ts";
import { emptyTally, importOptIns } from "./import-opt-ins.ts";
import { type Common, readOptIns } from "./read-opt-ins.ts";

/** All lines are checked before the first is recorded. */
export async function recordAll(
  { io, api, print, json }: Session,
  about: { number: string; csv: string; common: Common; yes: boolean },
): Promise<ExitCode> {
  const { number, csv, common } = about;
  const { optIns, problems } = readOptIns(await readUserFile(csv), common);
  if (problems.length > 0)
    throw new CliProblem(
      EXIT.usage,
      `Nothing was recorded: ${csv} must be fixed first.`,
      problemLines(problems, optIns.length + problems.length),
    );
  if (!about.yes) await confirm(io, `Record ${optIns.length} opt-ins for ${number}?`);
  const interrupted = io.onInterrupt();
  const tally = emptyTally();
  const stopProgress = showBar(io, () => ({
    done: tally.done,
    all: optIns.length,
    counts: `${tally.done}/${optIns.length}  recorded ${tally.recorded}, known ${tally.repeated}`,
  }));
  const problem = await importOptIns({ number, optIns }, { api, io, interrupted, tally }).finally(
    stopProgress,
  );
  const left = optIns.length - tally.done;
  if (json)
    print.json({
      recorded: tally.recorded,
      repeated: tally.repeated,
      optedOut: tally.blocked,
      refused: tally.refused.map(({ line, problem: { code } }) => ({ line, error: code })),
      left,
      stopped: problem ? problem.message : left > 0 ? "interrupted" : null,
    });
  else {
    print.line(`  recorded now     ${tally.recorded}`);
    print.line(`  recorded before  ${tally.repeated}`);
    print.line(`  refused          ${tally.refused.length}`);
    for (const {
      line,
      problem: { message },
    } of tally.refused)
      print.line(`    line ${line}: ${message}`);
    if (tally.blocked > 0)
      print.note(
        `${tally.blocked} of these customers have opted out. That counts: only they can change it, by writing START.`,
      );
    if (left > 0)
      print.note(
        `${problem ? `Stopped: ${problem.message}` : "Interrupted."} ${left} are left. Run the same command again: it records what is missing.`,
      );
  }
  if (problem) return problem.exit;
  if (left > 0) return EXIT.interrupted;
  return tally.refused.length > 0 ? EXIT.failed : EXIT.ok;
}
