import type { Construct } from "constructs";
import type { PeopleTopic } from "../people-topic.ts";
import { ServiceFunction } from "../service-function.ts";
import type { Shared } from "./shared.ts";

export class Delivery extends ServiceFunction {
  constructor(
    scope: Construct,
    id: string,
    { code, notices, ...shared }: Shared & { code: string; notices: PeopleTopic | undefined },
  ) {
    const { stage, limits, capacity, table, turns, deliveries } = shared;
    super(scope, id, {
      ...shared,
      name: "delivery",
      description:
        "Keeps what became of each sent part of a reply, and mails what a provider reports of a number",
      code,
      // One small write per status; nobody waits for it.
      memoryMegabytes: 256,
      timeoutSeconds: limits.delivery,
      environment: {
        tableName: table.table.tableName,
        turnsQueueUrl: turns.queue.queueUrl,
        deliveriesQueueUrl: deliveries.queue.queueUrl,
        ...(notices && { stage, alarmTopicArn: notices.topic.topicArn }),
      },
    });
    table.allowItems(this.function, "GetItem", "UpdateItem");
    turns.allowSend(this.function);
    notices?.allowPublish(this.function);
    deliveries.feed(this.function, capacity.deliveries);
    deliveries.allowPostpone(this.function);
  }
}
