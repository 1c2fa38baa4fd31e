import type { NumberName } from "../../domain/ids.ts";
import type { Provider } from "../../domain/inbound/inbound.ts";
import type { RolloutReport } from "../../domain/rollout/rollout-report.ts";
import type { Trouble } from "../../domain/status/trouble.ts";
import type { DelayReason } from "../ports/status-ports.ts";

/** `customers`: who wait for an answer that must be tried again. `atLeast`: not all were looked at. */
export type LateAnswers = {
  customers: number;
  atLeast: boolean;
  oldestSince?: number;
  reasons: Readonly<Partial<Record<DelayReason, { customers: number; oldestSince: number }>>>;
};

/** Customers who are to get a person, and none has come. `atLeast`: not all were looked at. */
export type Untaken = { customers: number; atLeast: boolean; oldestSince?: number };

export type LastHour = Readonly<
  Record<"failed" | "deferred" | "messagesFailed" | "agentErrors" | "refused", number>
>;

export type NumberReport = {
  number: NumberName;
  provider: Provider;
  /** Switched off: by whom and since when, if known. */
  off?: { by?: string; at?: number };
  suspended?: { until: number; since: number; code: string };
  throttledUntil?: number;
  /** With business hours. `opensAt`: of people who are not there now. */
  hours?: { open: boolean; opensAt?: number; timeZone: string };
  /** Unless the bot answers everybody by default. */
  rollout?: RolloutReport;
  lastHour: LastHour;
};

export type SystemStatus = {
  at: number;
  /** No troubles. */
  well: boolean;
  numbers: readonly NumberReport[];
  late: LateAnswers;
  untaken: Untaken;
  /** The worst first. */
  troubles: readonly Trouble[];
};
