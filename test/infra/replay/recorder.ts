import type { LogCode } from "../../../lib/application/ports/telemetry.ts";
import type { MetricFilter } from "../../support/cloudwatch/deployed-alarms.ts";
import { type LogLine, matchesPattern } from "../../support/cloudwatch/filter-pattern.ts";
import { type MetricStore, type Minute, metricKey } from "../../support/cloudwatch/metric-store.ts";

/** Writes a line, or a number of them. */
export type Emit = (minute: Minute, count?: number) => void;
/** Reports a value, or the same one of a number of samples. */
export type Report = (minute: Minute, value?: number, samples?: number) => void;

export type Log = "Webhook" | "Worker" | "Delivery" | "AgentActions";

/** What functions and AWS's services report, counted by the metric filters of the template. */
export class Recorder {
  private readonly store: MetricStore;
  private readonly filters: readonly MetricFilter[];

  constructor(filters: readonly MetricFilter[], store: MetricStore) {
    this.filters = filters;
    this.store = store;
  }

  line(log: Log, code: LogCode, facts: LogLine = {}): Emit {
    return this.lineOf(`${log}Logs`, { ...facts, code });
  }

  /** A line of the access log. */
  request(routeKey: string, status: number, latency = 120): Emit {
    return this.lineOf("ApiAccessLog", { routeKey, status: String(status), latency });
  }

  metric(namespace: string, name: string, dimensions: Record<string, string>): Report {
    return this.store.adder(metricKey(namespace, name, dimensions));
  }

  private lineOf(log: string, line: LogLine): Emit {
    const adders = this.filters
      .filter((filter) => filter.log === log && matchesPattern(filter.pattern, line))
      .map(({ metric, weight }) => ({ add: this.store.adder(metric), weight }));
    return (minute, count = 1) => {
      for (const { add, weight } of adders) add(minute, weight, count);
    };
  }
}
