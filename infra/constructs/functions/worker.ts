import type { EventBus } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import type { Settings } from "../../../lib/config/settings/settings.ts";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { allow } from "../allow.ts";
import type { CommandSchedules } from "../command-schedules.ts";
import type { LeadForwarding } from "../lead-forwarding.ts";
import { allowMedia } from "../media-access.ts";
import type { PeopleTopic } from "../people-topic.ts";
import { ServiceFunction } from "../service-function.ts";
import type { StaffFiles } from "../staff-files.ts";
import type { Shared } from "./shared.ts";
import { workerMegabytes } from "./worker-memory.ts";

type WorkerProps = Shared & {
  code: string;
  stage: string;
  publicUrl: string;
  settings: Pick<Settings, "media">;
  /** Only with the inbox. */
  inboxUrl: string | undefined;
  /** Only with the inbox. */
  files: StaffFiles | undefined;
  events: EventBus;
  handoffs: PeopleTopic;
  /** Only if leads go to a CRM. */
  forwarding: LeadForwarding | undefined;
  /** Only with follow-ups or reminders in the settings. */
  schedules: CommandSchedules | undefined;
};

export class Worker extends ServiceFunction {
  constructor(scope: Construct, id: string, props: WorkerProps) {
    const {
      code,
      stage,
      publicUrl,
      settings,
      inboxUrl,
      files,
      events,
      handoffs,
      forwarding,
      schedules,
      ...shared
    } = props;
    const { limits, capacity, table, secret, turns } = shared;
    super(scope, id, {
      ...shared,
      name: "worker",
      description: "Answers waiting messages: asks the agent, sends the reply",
      code,
      memoryMegabytes: workerMegabytes(settings),
      timeoutSeconds: limits.worker,
      environment: {
        secretId: secret.secret.secretArn,
        tableName: table.table.tableName,
        turnsQueueUrl: turns.queue.queueUrl,
        publicUrl,
        stage,
        eventBusName: events.eventBusName,
        handoffTopicArn: handoffs.topic.topicArn,
        ...omitUndefined({ inboxUrl, filesUrl: files?.url, leadsQueueUrl: forwarding?.leads.queue.queueUrl }),
        ...schedules?.environment,
      },
      // With less than the event source's maximum, Lambda would refuse messages that are already received.
      reserved: capacity.reserveWorkers ? capacity.workers : undefined,
    });
    // Deletes entries in the list of open handoffs; queries the transcript for the team.
    table.allowItems(this.function, "BatchGetItem", "GetItem", "PutItem", "UpdateItem", "DeleteItem");
    table.allowQuery(this.function);
    // When a customer's conversation moves to another id, the wake-up goes there.
    turns.allowSend(this.function);
    table.allowPending(this.function);
    secret.allowRead(this.function);
    allow(this.function, ["events:PutEvents"], events.eventBusArn);
    files?.allow(this, "give");
    handoffs.allowPublish(this.function);
    forwarding?.leads.allowSend(this.function);
    schedules?.allowSchedule(this);
    allowMedia(this, settings);
    turns.feed(this.function, capacity.workers);
    turns.allowPostpone(this.function);
  }
}
