import type { RoundSummary } from "../../lib/application/health/check-daily.ts";
import type { Telemetry } from "../../lib/application/ports/telemetry.ts";
import { errorFacts } from "../../lib/observability/error-facts.ts";

export type DailyCheckDeps = { check(): Promise<RoundSummary>; telemetry: Telemetry };

/** Called by a schedule. After an error Lambda calls again, twice. */
export const createHandler =
  ({ check, telemetry }: DailyCheckDeps): (() => Promise<RoundSummary>) =>
  async () => {
    try {
      return await check();
    } catch (error) {
      telemetry.error("daily-check.failed", errorFacts(error));
      throw error;
    }
  };
