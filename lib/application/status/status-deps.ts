import type { NumberName } from "../../domain/ids.ts";
import type { Ledger } from "../ports/ports.ts";
import type { DelayedAnswers, FailureCounts } from "../ports/status-ports.ts";
import type { StaffDeps } from "../staff/staff-deps.ts";

export type StatusDeps = Pick<
  StaffDeps,
  "conversations" | "controls" | "handoffList" | "switches" | "rollouts" | "clock" | "hoursOf" | "numbers"
> & {
  ledger: Pick<Ledger, "newestWaiting">;
  delayedAnswers: DelayedAnswers;
  failureCounts: FailureCounts;
  /** What a provider's code means, and what to do about it, as far as the provider's facet knows. */
  explainFailure(number: NumberName, code: string): { text?: string; fix?: string };
  /** A handoff that nobody took for so long is a trouble. */
  untakenAfterMs: number;
  /** The same in open hours, of a number with business hours. Default: `untakenAfterMs`. */
  untakenAfterOpenMs?: number;
};
