import type { Template } from "aws-cdk-lib/assertions";
import type { MetricAlarm, MissingData } from "./alarm-state.ts";
import { compileMath, type TimeSeries } from "./metric-math.ts";
import { type MetricStore, type Minute, metricKey } from "./metric-store.ts";

type Dimension = { Name: string; Value: unknown };
type NamedMetric = { Namespace: string; MetricName: string; Dimensions?: readonly Dimension[] };
type Stat = { Metric: NamedMetric; Period: number; Stat: string };
type Query = {
  Id: string;
  Expression?: string;
  ReturnData?: boolean;
  MetricStat?: Stat;
};
type AlarmProperties = Partial<NamedMetric> & {
  AlarmName: string;
  AlarmActions?: readonly unknown[];
  Period?: number;
  Statistic?: string;
  ExtendedStatistic?: string;
  Metrics?: readonly Query[];
  EvaluationPeriods: number;
  DatapointsToAlarm?: number;
  Threshold: number;
  ComparisonOperator: string;
  TreatMissingData?: MissingData;
  EvaluationWindow?: unknown;
};

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** A resource's name in CDK, without the hash of its path. */
const plainId = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, "");

function referred(value: unknown): string {
  if (typeof value === "string") return value;
  const [, id] = /"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/.exec(JSON.stringify(value)) ?? [];
  if (id === undefined) throw new Error(`Cannot read the dimension ${JSON.stringify(value)}.`);
  return plainId(id);
}

const keyOf = ({ Namespace, MetricName, Dimensions = [] }: NamedMetric) =>
  metricKey(
    Namespace,
    MetricName,
    Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, referred(Value)])),
  );

type Watched = { periodMinutes: number; value: TimeSeries; canChange(at: Minute): boolean };

function watchedMetric(store: MetricStore, { Metric, Period, Stat }: Stat): Watched {
  const periodMinutes = Period / 60;
  const key = keyOf(Metric);
  const [calculate, isQuiet] = [store.statistic(key, Stat), store.quiet(key)];
  return {
    periodMinutes,
    value: (at) => calculate(at - periodMinutes, at),
    canChange: (at) => !isQuiet(at - 1) || !isQuiet(at - 1 - periodMinutes),
  };
}

/** These look at other periods than their own. */
const LOOKS_BACK = /DIFF|RATE|REPEAT/;

function watchedMath(store: MetricStore, queries: readonly Query[]): Watched {
  const metrics = new Map<string, Watched>();
  for (const { Id, MetricStat } of queries) if (MetricStat) metrics.set(Id, watchedMetric(store, MetricStat));
  const [periodMinutes, ...others] = new Set([...metrics.values()].map((metric) => metric.periodMinutes));
  if (periodMinutes === undefined || others.length > 0)
    throw new Error("The metrics of an alarm's expression must have one period.");
  const expression = queries.find(({ ReturnData = true }) => ReturnData)?.Expression;
  if (expression === undefined) throw new Error("One expression must return the data.");
  const series = new Map([...metrics].map(([id, { value }]) => [id, value]));
  const all = [...metrics.values()];
  return {
    periodMinutes,
    value: compileMath(expression, { metrics: series, periodMinutes }),
    canChange: LOOKS_BACK.test(expression) ? () => true : (at) => all.some((metric) => metric.canChange(at)),
  };
}

/** An alarm's name without the stage. */
const nameOf = (alarmName: string) => alarmName.split("-").slice(3).join("-");

function watchedBy(store: MetricStore, properties: AlarmProperties): Watched {
  const { Metrics, Namespace = "", MetricName = "", Dimensions = [], Period = 0 } = properties;
  if (Metrics) return watchedMath(store, Metrics);
  const Stat = properties.Statistic ?? properties.ExtendedStatistic ?? "";
  return watchedMetric(store, { Metric: { Namespace, MetricName, Dimensions }, Period, Stat });
}

function alarmOf(store: MetricStore, properties: AlarmProperties): MetricAlarm {
  const { AlarmName, EvaluationPeriods, Threshold, ComparisonOperator, AlarmActions = [] } = properties;
  const compare = COMPARISONS[ComparisonOperator];
  if (!compare || properties.EvaluationWindow)
    throw new Error(`${AlarmName} compares or looks back in a way that is not known here.`);
  return {
    ...watchedBy(store, properties),
    name: nameOf(AlarmName),
    evaluationPeriods: EvaluationPeriods,
    datapointsToAlarm: properties.DatapointsToAlarm ?? EvaluationPeriods,
    treatMissingData: properties.TreatMissingData ?? "missing",
    isBreaching: (found) => compare(found, Threshold),
    hasActions: AlarmActions.length > 0,
  };
}

/** What one metric filter counts, and each line as how much. `log`: the group's name in CDK. */
export type MetricFilter = { log: string; pattern: string; metric: string; weight: number };

/** The monitoring of a template, read once: the template copies what it is asked for. */
export type Monitoring = {
  alarms: readonly AlarmProperties[];
  /** The alarms of which any one makes the composite alarm ring, which sends the mail. */
  composite: ReadonlySet<string>;
  filters: readonly MetricFilter[];
};

export function monitoringOf(template: Template): Monitoring {
  const alarms = Object.entries(template.findResources("AWS::CloudWatch::Alarm")).map(
    ([id, { Properties }]): [string, AlarmProperties] => [id, Properties],
  );
  const rules = JSON.stringify(template.findResources("AWS::CloudWatch::CompositeAlarm"));
  const filters = Object.values(template.findResources("AWS::Logs::MetricFilter"));
  return {
    alarms: alarms.map(([, properties]) => properties),
    composite: new Set(
      alarms.flatMap(([id, { AlarmName }]) => (rules.includes(`"${id}"`) ? [nameOf(AlarmName)] : [])),
    ),
    filters: filters.map(({ Properties: { LogGroupName, FilterPattern, MetricTransformations } }) => ({
      log: plainId(LogGroupName.Ref),
      pattern: FilterPattern,
      metric: metricKey(MetricTransformations[0].MetricNamespace, MetricTransformations[0].MetricName),
      weight: Number(MetricTransformations[0].MetricValue),
    })),
  };
}

/** The metric alarms as the template defines them, on these data. */
export const alarmsOn = ({ alarms }: Monitoring, store: MetricStore): MetricAlarm[] =>
  alarms.map((properties) => alarmOf(store, properties));

/** What the metric alarms are billed by: AWS counts each metric of an expression. */
export const alarmMetrics = ({ alarms }: Monitoring): number =>
  alarms.reduce((sum, { Metrics }) => sum + (Metrics?.filter(({ MetricStat }) => MetricStat).length ?? 1), 0);
