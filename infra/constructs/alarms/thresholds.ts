import type { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { WorkQueue } from "../work-queue.ts";

/**
 * Over the last `period`, which slides: CloudWatch looks each minute. Filled with 0, because CloudWatch
 * otherwise goes back to older data, and rings again for what is over. Rather a sum than some periods out of
 * many: as these slide, what lies close together falls now into one of them and now into two.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export const sumOver = (period: Duration, counted: IMetric, label: string): MathExpression =>
  new MathExpression({ expression: "FILL(counted, 0)", usingMetrics: { counted }, period, label });

type ShareAlarm = {
  counted: IMetric;
  /** How many it takes, however few messages there are. */
  atLeast: number;
  /** Of all messages: what ordinary life is far below of, however many there are. */
  share: number;
  turns: WorkQueue;
  period: Duration;
  label: string;
};

/**
 * Counts only when both the number and its share of all messages are too high. The wake-ups of the turns queue
 * stand for the messages: the metric is free.
 */
export const shareOfMessages = ({ counted, atLeast, share, turns, period, label }: ShareAlarm) => ({
  metric: new MathExpression({
    expression: `IF(FILL(counted, 0) >= ${share} * FILL(messages, 0), FILL(counted, 0), 0)`,
    usingMetrics: {
      counted,
      messages: turns.queue.metricNumberOfMessagesSent({ statistic: Stats.SUM, period }),
    },
    period,
    label,
  }),
  atLeast,
});
