import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Settings } from "../../../lib/config/settings/settings.ts";
import type { PublicApi } from "../public-api.ts";
import type { ServiceFunction } from "../service-function.ts";
import type { WorkQueue } from "../work-queue.ts";

export type Watched = {
  stage: string;
  settings: Settings;
  firstDeploy: boolean;
  /** CloudWatch namespace of the functions' metrics. */
  metrics: string;
  api: PublicApi;
  table: Table;
  turns: WorkQueue;
  deliveries: WorkQueue;
  /** Only if leads go to a CRM. */
  leads: WorkQueue | undefined;
  webhook: ServiceFunction;
  worker: ServiceFunction;
  delivery: ServiceFunction;
  actions: ServiceFunction;
  /** Unless it is switched off. */
  dailyCheck: ServiceFunction | undefined;
};

export type Watch = {
  metric: IMetric;
  atLeast: number;
  /** Default: the last period. */
  periods?: { bad: number; of: number };
  /** The impact on customers. */
  impact: string;
  /** Missing data counts as bad. Default: hours without a customer are no alarm. */
  silenceIsBad?: boolean;
  /** Reports a single event and ends at once: no mail for its end. */
  moment?: boolean;
  /** Customers get no answer meanwhile: part of the composite alarm. */
  critical?: boolean;
};

export type Watches = Record<string, Watch>;

export const runbookAnchor = (name: string) => name.toLowerCase();
