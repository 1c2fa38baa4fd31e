import type { Finding } from "../../lib/domain/health/finding.ts";
import { statusFindings } from "../../lib/domain/status/status-findings.ts";
import type { ResultOf } from "../../lib/operator-api/results.ts";
import { timesAt } from "../times.ts";

/** `resumed`: numbers that the doctor lets send again now. */
export function checkCustomers(
  { at, troubles }: ResultOf<"status">,
  resumed: readonly string[] = [],
): Finding[] {
  const isResumed = ({ kind, number = "" }: (typeof troubles)[number]) =>
    kind === "number-stopped" && resumed.includes(number);
  return statusFindings(
    { troubles: troubles.map((each) => (isResumed(each) ? soon(each) : each)) },
    timesAt(at),
  );
}

/** Waiting customers are answered within minutes, if the cause is gone. */
function soon(trouble: ResultOf<"status">["troubles"][number]): typeof trouble {
  return {
    ...trouble,
    fix: `Every check is well now, so the number sends again; late answers follow within 5 minutes. If npm run wa -- status still shows it then: ${trouble.fix}`,
  };
}
