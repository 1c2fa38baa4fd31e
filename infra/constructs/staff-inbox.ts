import { Construct } from "constructs";
import type { Settings } from "../../lib/config/settings/settings.ts";
import type { Shared } from "./functions/shared.ts";
import { InboxSignIn } from "./inbox-sign-in.ts";
import type { PublicApi } from "./public-api.ts";
import { ServiceFunction } from "./service-function.ts";
import type { StaffFiles } from "./staff-files.ts";

type StaffInboxProps = Shared & {
  stage: string;
  code: string;
  api: PublicApi;
  files: StaffFiles;
  mfa: Settings["inbox"]["mfa"];
};

export class StaffInbox extends Construct {
  readonly signIn: InboxSignIn;
  readonly inbox: ServiceFunction;

  constructor(scope: Construct, id: string, { stage, code, api, files, mfa, ...shared }: StaffInboxProps) {
    super(scope, id);
    const { limits, table, secret, turns } = shared;
    this.signIn = new InboxSignIn(this, "SignIn", { stage, mfa, api, ...shared });
    const { pool, client, url } = this.signIn;
    this.inbox = new ServiceFunction(this, "Inbox", {
      ...shared,
      name: "inbox",
      description: "Staff answer customers in the browser",
      code,
      memoryMegabytes: 512,
      timeoutSeconds: limits.inbox,
      environment: {
        secretId: secret.secret.secretArn,
        tableName: table.table.tableName,
        turnsQueueUrl: turns.queue.queueUrl,
        filesUrl: files.url,
        userPoolId: pool.userPoolId,
        signInClientId: client.userPoolClientId,
        signInIssuer: pool.userPoolProviderUrl,
        signInUrl: url,
      },
    });
    const grantee = this.inbox.function;
    table.allowItems(grantee, "BatchGetItem", "GetItem", "PutItem", "UpdateItem", "DeleteItem");
    table.allowQuery(grantee);
    table.allowPending(grantee);
    turns.allowSend(grantee);
    secret.allowRead(grantee);
    files.allow(this.inbox, "keep");
    this.signIn.allowStaffing(grantee);
    api.routeInbox(this.inbox, { issuer: pool.userPoolProviderUrl, clientId: client.userPoolClientId });
  }
}
