import type {
  Clock,
  DeliveryQueue,
  ReportedStatus,
  TurnCommand,
  TurnQueue,
} from "../../lib/application/ports/ports.ts";
import type { Facts, LogCode, MetricName, Telemetry } from "../../lib/application/ports/telemetry.ts";
import type { Notice } from "../../lib/domain/inbound/inbound.ts";

/** Time stands still until it is moved. */
export class FakeClock implements Clock {
  time: number;

  constructor(time = 1_795_430_010_000) {
    this.time = time;
  }

  now = () => this.time;
}

/** Keeps what would have been logged and counted. */
export class FakeTelemetry implements Telemetry {
  readonly lines: { level: "info" | "warn" | "error"; code: LogCode; facts: Facts }[] = [];
  readonly counts: { name: MetricName; amount: number; by: Record<string, string> }[] = [];

  info = (code: LogCode, facts: Facts = {}) => void this.lines.push({ level: "info", code, facts });
  warn = (code: LogCode, facts: Facts = {}) => void this.lines.push({ level: "warn", code, facts });
  error = (code: LogCode, facts: Facts = {}) => void this.lines.push({ level: "error", code, facts });
  count = (name: MetricName, amount = 1, by: Record<string, string> = {}) =>
    void this.counts.push({ name, amount, by });

  sum(name: MetricName, by: Record<string, string> = {}): number {
    const matches = this.counts.filter(
      (entry) => entry.name === name && Object.entries(by).every(([key, value]) => entry.by[key] === value),
    );
    return matches.reduce((total, { amount }) => total + amount, 0);
  }
}

export class FakeTurnQueue implements TurnQueue {
  readonly sent: TurnCommand[] = [];
  failing = false;

  async send(commands: readonly TurnCommand[]) {
    if (this.failing) throw new Error("the queue is away");
    this.sent.push(...commands);
  }
}

export class FakeDeliveryQueue implements DeliveryQueue {
  readonly sent: ReportedStatus[] = [];
  readonly notices: Notice[] = [];
  failing = false;

  async sendNotices(notices: readonly Notice[]) {
    if (this.failing) throw new Error("the queue is away");
    this.notices.push(...notices);
  }

  async send(statuses: readonly ReportedStatus[]) {
    if (this.failing) throw new Error("the queue is away");
    this.sent.push(...statuses);
  }
}
