import { type Finding, problem } from "../../lib/domain/health/finding.ts";
import { retryThrottled } from "../cloud/retry-throttled.ts";
import type { Io } from "../io.ts";
import { CliProblem, EXIT } from "../problem.ts";

const PERMISSIONS = "Get this permission for your AWS identity: docs/operator-cli.md#permissions";

export function failedCheck(check: string, error: unknown): Finding {
  if (error instanceof CliProblem) {
    const fix = error.details.join(" ") || (error.exit === EXIT.noAccess ? PERMISSIONS : "Run doctor again.");
    return problem(check, `This check could not run. ${error.message}`, fix, { unchecked: true });
  }
  // Only the error's name: its message may quote private data.
  const name = error instanceof Error ? error.name : "unknown";
  return problem(
    check,
    `This check itself failed (${name}).`,
    "Run doctor again. If it fails again, please report the error.",
    { unchecked: true },
  );
}

/** A check that throws becomes a problem; the others still run. */
export async function runCheck(
  io: Pick<Io, "sleep">,
  check: string,
  run: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await retryThrottled(io, run);
  } catch (error) {
    return [failedCheck(check, error)];
  }
}
