import { ManagedPolicy, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import type { Shared } from "./functions/shared.ts";
import type { PublicApi } from "./public-api.ts";
import { ServiceFunction } from "./service-function.ts";
import type { StaffFiles } from "./staff-files.ts";
import { acceptWildcard } from "./wildcard.ts";

type OperatorApiProps = Shared & {
  stage: string;
  code: string;
  api: PublicApi;
  files: StaffFiles | undefined;
};

/** Staff read and control conversations with it. */
export class OperatorApi extends Construct {
  /** Allows staff to call this API and nothing else. */
  readonly policy: ManagedPolicy;

  constructor(scope: Construct, id: string, { stage, code, api, files, ...shared }: OperatorApiProps) {
    super(scope, id);
    const { limits, table, secret, turns } = shared;
    const operator = new ServiceFunction(this, "Operator", {
      ...shared,
      name: "operator",
      description: "Staff read and steer conversations",
      code,
      memoryMegabytes: 512,
      timeoutSeconds: limits.operator,
      environment: {
        secretId: secret.secret.secretArn,
        tableName: table.table.tableName,
        turnsQueueUrl: turns.queue.queueUrl,
        ...omitUndefined({ filesUrl: files?.url }),
      },
    });
    table.allowItems(operator.function, "BatchGetItem", "GetItem", "PutItem", "UpdateItem", "DeleteItem");
    table.allowQuery(operator.function);
    table.allowPending(operator.function);
    turns.allowSend(operator.function);
    secret.allowRead(operator.function);
    files?.allow(operator, "erase");
    api.routeConversations(operator);

    const conversations = api.api.arnForExecuteApi("*", "/conversations/*", "$default");
    this.policy = new ManagedPolicy(this, "Policy", {
      description: `Chatsby on WhatsApp (${stage}): staff who read and steer conversations`,
      statements: [new PolicyStatement({ actions: ["execute-api:Invoke"], resources: [conversations] })],
    });
    acceptWildcard(
      this.policy,
      conversations,
      "Staff work with every conversation of this API; its routes take only the methods they need.",
    );
  }
}
