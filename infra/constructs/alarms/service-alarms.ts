import {
  Alarm,
  AlarmRule,
  ComparisonOperator,
  CompositeAlarm,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { dailyCheckWatches } from "./daily-check.ts";
import { frontDoorWatches } from "./front-door.ts";
import { mediaWatches } from "./media.ts";
import { platformWatches } from "./platform.ts";
import { sendingWatches } from "./sending.ts";
import { answerWatches } from "./unanswered.ts";
import { runbookAnchor, type Watch, type Watched } from "./watch.ts";

const TOGETHER = "CustomersUnanswered";

/**
 * Notifies a person when customers are affected. Every alarm names the impact and its section in the runbook.
 * Critical alarms share one composite alarm: one outage, one mail (docs/decisions/0013).
 */
export class ServiceAlarms extends Construct {
  /** The composite alarm comes first. */
  readonly alarms: readonly (Alarm | CompositeAlarm)[];

  constructor(scope: Construct, id: string, props: Watched & { topic: ITopic }) {
    super(scope, id);
    const { stage, settings, topic } = props;
    const tell = new SnsAction(topic);
    const text = (name: string, impact: string) =>
      `Impact: ${impact} What to do: npm run wa -- doctor --stage ${stage}, then ${settings.alerts.runbookUrl}#${runbookAnchor(name)}`;
    const watches = {
      ...frontDoorWatches(props),
      ...answerWatches(props),
      ...sendingWatches(props),
      ...mediaWatches(props),
      ...platformWatches(props),
      ...dailyCheckWatches(props),
    };
    const raised = Object.entries(watches).map(([name, watch]) => ({
      watch,
      alarm: this.raise(name, watch, stage, text),
    }));
    for (const { watch, alarm } of raised) {
      if (watch.critical) continue;
      alarm.addAlarmAction(tell);
      if (!watch.moment) alarm.addOkAction(tell);
    }
    const critical = raised.filter(({ watch }) => watch.critical).map(({ alarm }) => alarm);
    const together = new CompositeAlarm(this, TOGETHER, {
      compositeAlarmName: `chatsby-whatsapp-${stage}-${TOGETHER}`,
      alarmDescription: text(
        TOGETHER,
        "customers who write get no answer, or get it late. The alarm that rang it says why.",
      ),
      alarmRule: AlarmRule.anyOf(...critical),
    });
    together.addAlarmAction(tell);
    together.addOkAction(tell);
    this.alarms = [together, ...raised.map(({ alarm }) => alarm)];
  }

  private raise(
    name: string,
    watch: Watch,
    stage: string,
    text: (name: string, impact: string) => string,
  ): Alarm {
    const { metric, atLeast, periods = { bad: 1, of: 1 }, impact, silenceIsBad } = watch;
    return new Alarm(this, name, {
      alarmName: `chatsby-whatsapp-${stage}-${name}`,
      metric,
      threshold: atLeast,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      datapointsToAlarm: periods.bad,
      evaluationPeriods: periods.of,
      treatMissingData: silenceIsBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: text(name.split("-")[0] ?? name, impact),
    });
  }
}
