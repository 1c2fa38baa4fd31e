import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { type Facts, type LogCode, METRICS, type Telemetry } from "../application/ports/telemetry.ts";

export type LambdaTelemetry = Telemetry & {
  flush(): void;
  /** Adds the invocation's id to every line from here on. */
  begin(requestId: string): void;
};

/**
 * JSON lines and CloudWatch embedded metrics on standard output, without a call to AWS. Service name, level
 * and namespace come from the POWERTOOLS_* variables.
 */
export function powertoolsTelemetry(): LambdaTelemetry {
  const logger = new Logger();
  const metrics = new Metrics();
  let single: Metrics | undefined;
  // A provider's error code must not replace the line's own `code`, which alarms go by.
  const line =
    (write: "info" | "warn" | "error") =>
    (code: LogCode, { code: errorCode, ...facts }: Facts = {}) =>
      logger[write](code, { ...facts, ...(errorCode !== undefined && { errorCode }), code });
  return {
    info: line("info"),
    warn: line("warn"),
    error: line("error"),
    count(name, amount = 1, by) {
      if (amount === 0 && METRICS[name] === "Count") return;
      const unit = METRICS[name] === "Count" ? MetricUnit.Count : MetricUnit.Milliseconds;
      if (!by) metrics.addMetric(name, unit, amount);
      else {
        // Powertools reads the environment for each new one. This one is empty again once it has written its line.
        single ??= metrics.singleMetric();
        for (const [dimension, value] of Object.entries(by)) single.addDimension(dimension, value);
        single.addMetric(name, unit, amount);
      }
    },
    flush() {
      // It warns when nothing was counted, which is normal here.
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
    begin(requestId) {
      logger.appendKeys({ requestId });
    },
  };
}
