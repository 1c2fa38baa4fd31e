import { Aws, Duration } from "aws-cdk-lib";
import { type Alarm, type CompositeAlarm, Dashboard } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import type { Watched } from "../alarms/watch.ts";
import { answeredRows, dayRows, platformRows, reasonRows } from "./rows.ts";

/** Ordered from "are customers answered?" to "why not?". */
export class ServiceDashboard extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, watched: Watched, alarms: readonly (Alarm | CompositeAlarm)[]) {
    super(scope, id);
    const name = `chatsby-whatsapp-${watched.stage}`;
    new Dashboard(this, "Dashboard", {
      dashboardName: name,
      defaultInterval: Duration.hours(12),
      widgets: [
        ...answeredRows(watched, alarms),
        ...dayRows(watched),
        ...reasonRows(watched),
        ...platformRows(watched),
      ].map((row) => [...row]),
    });
    this.url = `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}#dashboards/dashboard/${name}`;
  }
}
