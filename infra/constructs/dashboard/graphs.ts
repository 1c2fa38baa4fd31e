import { Duration } from "aws-cdk-lib";
import {
  GraphWidget,
  type IMetric,
  LegendPosition,
  MathExpression,
  Metric,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import { metricSearch } from "../../../lib/config/derived/metric-search.ts";

const PERIOD = Duration.minutes(5);

/** One line per value of the metric's dimensions, numbers added later included. */
export const counted = (
  namespace: string,
  name: string,
  by: readonly string[],
  statistic = "Sum",
  period = PERIOD,
): IMetric =>
  new MathExpression({
    expression: metricSearch(namespace, name, ["service", ...by], statistic, period.toSeconds()),
    usingMetrics: {},
    // Without a label CloudWatch names each line by its dimensions.
    label:
      by.length > 0
        ? `\${PROP('MetricName')} ${by.map((dimension) => `\${PROP('Dim.${dimension}')}`).join(" ")}`
        : name,
    period,
  });

const DAY = Duration.days(1);

/** The sum of each day (UTC), one line per value of the dimensions. */
export const daily = (namespace: string, name: string, by: readonly string[]): IMetric =>
  counted(namespace, name, by, "Sum", DAY);

/** Each answered turn is one sample of its delay. */
export const answered = (namespace: string, period = PERIOD): IMetric =>
  new MathExpression({
    expression: metricSearch(
      namespace,
      "AnswerDelay",
      ["service", "number"],
      "SampleCount",
      period.toSeconds(),
    ),
    usingMetrics: {},
    label: `TurnsAnswered \${PROP('Dim.number')}`,
    period,
  });

export const answeredDaily = (namespace: string): IMetric => answered(namespace, DAY);

export const metricOf = (
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  statistic: string,
  label: string,
) => new Metric({ namespace, metricName, dimensionsMap, statistic, label, period: PERIOD });

const HEIGHT = 6;

export const graph = (title: string, width: number, left: IMetric[], unit?: string): GraphWidget =>
  new GraphWidget({
    title,
    width,
    height: HEIGHT,
    left,
    legendPosition: LegendPosition.BOTTOM,
    leftYAxis: { min: 0, ...(unit && { label: unit, showUnits: false }) },
  });

/** Two weeks, whatever time the dashboard shows: a search finds metrics no longer. */
export const dayGraph = (title: string, width: number, left: IMetric[]): GraphWidget =>
  new GraphWidget({
    title,
    width,
    height: HEIGHT,
    left,
    stacked: true,
    period: DAY,
    start: "-P14D",
    legendPosition: LegendPosition.BOTTOM,
    leftYAxis: { min: 0, showUnits: false },
  });

export const heading = (markdown: string): TextWidget => new TextWidget({ markdown, width: 24, height: 1 });
