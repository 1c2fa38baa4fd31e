import { Duration } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import { sumOver } from "./thresholds.ts";
import type { Watched, Watches } from "./watch.ts";

/** Each day has one invocation, and two more after errors. */
const ATTEMPTS = 3;

export function dailyCheckWatches({ dailyCheck }: Watched): Watches {
  if (!dailyCheck) return {};
  return {
    DailyCheckFailing: {
      metric: sumOver(
        Duration.hours(1),
        dailyCheck.function.metricErrors({ statistic: Stats.SUM }),
        "attempts of the daily check that failed",
      ),
      atLeast: ATTEMPTS,
      // One event: the next day's check says whether it lasts.
      moment: true,
      impact:
        "nobody is told today of a token that ends, a number that Meta restricts, or a subscription that is missing, before customers notice.",
    },
  };
}
