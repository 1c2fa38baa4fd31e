import type { Construct } from "constructs";
import { ServiceFunction } from "../service-function.ts";
import type { Shared } from "./shared.ts";

export class Delivery extends ServiceFunction {
  constructor(scope: Construct, id: string, { code, ...shared }: Shared & { code: string }) {
    const { limits, capacity, table, turns, deliveries } = shared;
    super(scope, id, {
      ...shared,
      name: "delivery",
      description: "Keeps what became of each sent part of a reply",
      code,
      // One small write per status; nobody waits for it.
      memoryMegabytes: 256,
      timeoutSeconds: limits.delivery,
      environment: {
        tableName: table.table.tableName,
        turnsQueueUrl: turns.queue.queueUrl,
        deliveriesQueueUrl: deliveries.queue.queueUrl,
      },
    });
    table.allowItems(this.function, "GetItem", "UpdateItem");
    turns.allowSend(this.function);
    deliveries.feed(this.function, capacity.deliveries);
    deliveries.allowPostpone(this.function);
  }
}
