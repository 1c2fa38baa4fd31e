import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Settings } from "../../../lib/config/settings.ts";
import type { PublicApi } from "../public-api.ts";
import type { ServiceFunction } from "../service-function.ts";
import type { WorkQueue } from "../work-queue.ts";

/** What is watched. */
export type Watched = {
  stage: string;
  settings: Settings;
  /** CloudWatch namespace of what the functions count. */
  metrics: string;
  api: PublicApi;
  table: Table;
  turns: WorkQueue;
  deliveries: WorkQueue;
  /** Only where leads go to a CRM. */
  leads: WorkQueue | undefined;
  webhook: ServiceFunction;
  worker: ServiceFunction;
  delivery: ServiceFunction;
  actions: ServiceFunction;
};

export type Watch = {
  metric: IMetric;
  atLeast: number;
  /** How many of the metric's periods must be bad, of how many. Default: the last one. */
  periods?: { bad: number; of: number };
  /** What customers notice. */
  impact: string;
  /** No value is as bad as a bad one. Else hours without a customer are no alarm. */
  silenceIsBad?: boolean;
  /** It tells that something has happened once more, and is over at once: that is worth no second mail. */
  moment?: boolean;
  /** Customers go unanswered while it rings: told once for all of these together. */
  critical?: boolean;
};

export type Watches = Record<string, Watch>;

/** Where the runbook explains an alarm. */
export const runbookAnchor = (name: string) => name.toLowerCase();
