import { Construct } from "constructs";
import { LEAD_POSTERS, MAX_RECEIVES } from "../../lib/config/derived/limits.ts";
import type { Shared } from "./functions/shared.ts";
import { ServiceFunction } from "./service-function.ts";
import { WorkQueue } from "./work-queue.ts";

/** Ids wait in a queue; a function reads each lead and posts it to the CRM. */
export class LeadForwarding extends Construct {
  readonly leads: WorkQueue;

  constructor(scope: Construct, id: string, { code, ...shared }: Shared & { code: string }) {
    super(scope, id);
    const { limits, table, secret } = shared;
    this.leads = new WorkQueue(this, "Leads", {
      ...shared,
      order: "any",
      visibilitySeconds: limits.leadsVisibility,
      delaySeconds: 0,
      maxReceives: MAX_RECEIVES.leads,
    });
    const poster = new ServiceFunction(this, "LeadWebhook", {
      ...shared,
      name: "lead-webhook",
      description: "Posts leads to the business's CRM",
      code,
      memoryMegabytes: 256,
      timeoutSeconds: limits["lead-webhook"],
      environment: {
        secretId: secret.secret.secretArn,
        tableName: table.table.tableName,
        leadsQueueUrl: this.leads.queue.queueUrl,
      },
    });
    table.allowItems(poster.function, "GetItem");
    secret.allowRead(poster.function);
    // A CRM that was down should not be flooded when it is back.
    this.leads.feed(poster.function, LEAD_POSTERS);
    this.leads.allowPostpone(poster.function);
  }
}
