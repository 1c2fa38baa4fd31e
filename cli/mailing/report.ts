import { DAY_MS } from "../../lib/domain/time.ts";
import type { ResultOf } from "../../lib/operator-api/results.ts";
import { ApiProblem } from "../api-problem.ts";
import { failuresByCode, showCampaign } from "../campaign-text.ts";
import type { Output } from "../output.ts";
import { type CliProblem, EXIT, type ExitCode } from "../problem.ts";
import { dayAndTime } from "../times.ts";
import type { Stop, Tally } from "./send-all.ts";

export type Ended = {
  campaign: string;
  tally: Tally;
  duplicates: number;
  left: number;
  stop: Stop | undefined;
  outcome: ResultOf<"campaign"> | undefined;
  /** When the first message was sent. */
  startedAt: number;
};

export function exitOf({ stop, tally, outcome }: Ended): ExitCode {
  if (stop?.kind === "interrupted") return EXIT.interrupted;
  if (stop?.kind === "problem") return stop.problem.exit;
  return tally.refused.length > 0 || (outcome && outcome.counts.failed > 0) ? EXIT.failed : EXIT.ok;
}

const codeOf = (problem: CliProblem) =>
  problem instanceof ApiProblem ? problem.code : problem.exit === EXIT.noAccess ? "no-access" : "failed";

function stopLines({ stop, left, tally, startedAt }: Ended): string[] {
  if (!stop) return [];
  const goOn = `${left} are left. Run the same command again: it goes on where it stopped, and skips those who were written to.`;
  switch (stop.kind) {
    case "interrupted":
      return [`Interrupted. ${goOn}`];
    case "limit":
      return [`The --limit of this run is reached. ${goOn}`];
    case "problem":
      if (codeOf(stop.problem) === "daily-limit")
        return [
          "The number has begun as many conversations as the provider allows in 24 hours.",
          tally.queued > 0
            ? `Room comes back as messages become 24 hours old: for those of this run from ${dayAndTime(startedAt + DAY_MS)} on.`
            : "Room comes back as messages become 24 hours old: try again in some hours, at the latest tomorrow at this time.",
          goOn,
        ];
      return [
        `Stopped: ${stop.problem.message}`,
        ...stop.problem.details.map((detail) => `  ${detail}`),
        goOn,
      ];
  }
}

export function showReport(ended: Ended, print: Output): void {
  const { campaign, tally, duplicates, outcome } = ended;
  print.line(`Mailing ${campaign}`);
  print.line(`  queued now             ${tally.queued}`);
  print.line(`  written to before      ${tally.repeated}`);
  print.line(`  skipped, opted out     ${tally.optedOut}`);
  if (tally.noOptIn > 0) print.line(`  skipped, no opt-in     ${tally.noOptIn}`);
  print.line(`  skipped, twice in file ${duplicates}`);
  print.line(`  refused                ${tally.refused.length}`);
  for (const { line, problem } of tally.refused) print.line(`    line ${line}: ${problem.message}`);
  if (outcome) {
    print.line("\nThe whole mailing so far:");
    showCampaign(outcome, print);
    if (outcome.counts.waiting > 0)
      print.line(print.aim(`The rest follows: npm run wa -- campaign ${campaign}`));
  }
  for (const text of stopLines(ended)) print.note(text);
}

export const reportJson = (ended: Ended) => ({
  campaign: ended.campaign,
  queued: ended.tally.queued,
  repeated: ended.tally.repeated,
  optedOut: ended.tally.optedOut,
  noOptIn: ended.tally.noOptIn,
  duplicates: ended.duplicates,
  refused: ended.tally.refused.map(({ line, problem }) => ({ line, error: problem.code })),
  left: ended.left,
  stopped: ended.stop ? (ended.stop.kind === "problem" ? codeOf(ended.stop.problem) : ended.stop.kind) : null,
  ...(ended.outcome && {
    counts: ended.outcome.counts,
    failedByCode: Object.fromEntries(failuresByCode(ended.outcome)),
  }),
});
