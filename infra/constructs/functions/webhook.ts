import type { Construct } from "constructs";
import { providerNames } from "../../../lib/providers/profiles.ts";
import type { PublicApi } from "../public-api.ts";
import { ServiceFunction } from "../service-function.ts";
import type { Shared } from "./shared.ts";

type WebhookProps = Shared & { code: string; api: PublicApi; publicUrl: string };

export class Webhook extends ServiceFunction {
  constructor(scope: Construct, id: string, { code, api, publicUrl, ...shared }: WebhookProps) {
    const { limits, capacity, table, secret, turns, deliveries } = shared;
    super(scope, id, {
      ...shared,
      name: "webhook",
      description: `Checks, records and queues what ${providerNames()} deliver`,
      code,
      // CPU grows with memory, and for a small business nearly every webhook is a cold start within Meta's
      // time limit.
      memoryMegabytes: 1024,
      timeoutSeconds: limits.webhook,
      environment: {
        secretId: secret.secret.secretArn,
        tableName: table.table.tableName,
        turnsQueueUrl: turns.queue.queueUrl,
        deliveriesQueueUrl: deliveries.queue.queueUrl,
        publicUrl,
      },
      reserved: capacity.webhookReserved,
      // Always, though only `webhookProvisioned` needs it: adding it later would move the API's integration
      // while customers write.
      alias: { provisioned: capacity.webhookProvisioned },
    });
    // Reads only for repeated webhooks: what is left to do for a known message. Updates apply opt-outs and
    // handoffs at once.
    table.allowItems(this.function, "PutItem", "GetItem", "UpdateItem");
    table.allowPending(this.function);
    turns.allowSend(this.function);
    deliveries.allowSend(this.function);
    secret.allowRead(this.function);
    api.routeWebhooks(this);
  }
}
