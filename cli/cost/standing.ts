import { EVERYDAY_METRICS } from "../../lib/application/ports/telemetry.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import type { Standing } from "../../lib/domain/cost/aws-rates.ts";

/** Topics and stored data have three. */
const KEYS_OF_THE_BUSINESS = 3;

/** What a stage with these settings has. `alarmMetrics`: as found in the account. */
export const standingOf = (
  { numbers, security, alerts, leads }: Pick<Settings, "numbers" | "security" | "alerts" | "leads">,
  alarmMetrics: number,
): Standing => ({
  alarmMetrics,
  compositeAlarms: 1,
  everydayMetrics: EVERYDAY_METRICS.length * numbers.length,
  secrets: 1,
  keys: security.customerManagedKey ? KEYS_OF_THE_BUSINESS : 0,
  dashboards: alerts.dashboard ? 1 : 0,
  polledQueues: ["fifo", "any", ...(leads.webhook ? (["any"] as const) : [])],
});
