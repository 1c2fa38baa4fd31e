import type { Construct } from "constructs";
import type { PublicApi } from "../public-api.ts";
import { ServiceFunction } from "../service-function.ts";
import type { Shared } from "./shared.ts";

/** Carries out what the agent asks for. */
export class AgentActions extends ServiceFunction {
  constructor(
    scope: Construct,
    id: string,
    { code, api, ...shared }: Shared & { code: string; api: PublicApi },
  ) {
    const { limits, table, secret, turns } = shared;
    super(scope, id, {
      ...shared,
      name: "agent-actions",
      description: "The agent asks for a person, or passes a lead on",
      code,
      // The agent, and so the customer, waits for the response.
      memoryMegabytes: 512,
      timeoutSeconds: limits["agent-actions"],
      environment: {
        secretId: secret.secret.secretArn,
        tableName: table.table.tableName,
        turnsQueueUrl: turns.queue.queueUrl,
      },
    });
    table.allowItems(this.function, "BatchGetItem", "GetItem", "UpdateItem");
    table.allowPending(this.function);
    table.allowQuery(this.function);
    turns.allowSend(this.function);
    secret.allowRead(this.function);
    api.routeActions(this);
  }
}
