import { type Finding, ok, warning } from "../../lib/domain/health/finding.ts";
import { rolloutText } from "../../lib/domain/rollout/rollout-report.ts";
import type { ResultOf } from "../../lib/operator-api/results.ts";

/** Of numbers where the bot does not answer everybody by default. */
export const checkRollouts = ({ numbers }: Pick<ResultOf<"status">, "numbers">): Finding[] =>
  numbers.flatMap(({ number, rollout }) => {
    if (!rollout) return [];
    const evidence = `By its rollout ${rolloutText(rollout)}.`;
    return rollout.percent === 0 && rollout.contacts === 0
      ? [warning("rollout", evidence, `npm run wa -- rollout ${number} --percent 10`, { number })]
      : [ok("rollout", evidence, { number })];
  });
