import { Aws, RemovalPolicy } from "aws-cdk-lib";
import { Grant, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { ScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import { allow } from "./allow.ts";
import type { ServiceFunction } from "./service-function.ts";
import { acceptWildcard } from "./wildcard.ts";
import type { WorkQueue } from "./work-queue.ts";

const SCHEDULER = "scheduler.amazonaws.com";

/** Sends commands to the turns queue at a later time. */
export class CommandSchedules extends Construct {
  readonly environment: { scheduleGroup: string; scheduleRoleArn: string; turnsQueueArn: string };
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: { stage: string; turns: WorkQueue }) {
    super(scope, id);
    const scheduleGroup = `chatsby-whatsapp-${props.stage}`;
    const group = new ScheduleGroup(this, "Group", {
      scheduleGroupName: scheduleGroup,
      // Deletes its schedules, too: without the queue, or a setting that needs them, they have no purpose.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Only schedules of this group may use the role. Otherwise everybody who may create schedules in this
    // account could.
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    this.role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal(SCHEDULER, {
        conditions: {
          StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID, "aws:SourceArn": group.scheduleGroupArn },
        },
      }),
    });
    props.turns.allowSend(this.role);
    this.environment = {
      scheduleGroup,
      scheduleRoleArn: this.role.roleArn,
      turnsQueueArn: props.turns.queue.queueArn,
    };
  }

  /** The schedules send with the role. */
  allowSchedule(scheduler: ServiceFunction): void {
    const schedules = `arn:${Aws.PARTITION}:scheduler:${Aws.REGION}:${Aws.ACCOUNT_ID}:schedule/${this.environment.scheduleGroup}/*`;
    allow(scheduler.function, ["scheduler:CreateSchedule", "scheduler:UpdateSchedule"], schedules);
    acceptWildcard(
      scheduler,
      schedules,
      "Every follow-up and reminder is a schedule, named after its conversation; the group is this stage's.",
    );
    Grant.addToPrincipal({
      grantee: scheduler.function,
      actions: ["iam:PassRole"],
      resourceArns: [this.role.roleArn],
      conditions: { StringEquals: { "iam:PassedToService": SCHEDULER } },
    });
  }
}
