import type { EventBus } from "aws-cdk-lib/aws-events";
import { type EveryOutput, webhookOutputs } from "../../lib/config/deployment/stack-outputs.ts";
import { PROFILES } from "../../lib/providers/profiles.ts";
import type { ServiceDashboard } from "../constructs/dashboard/service-dashboard.ts";
import type { LeadForwarding } from "../constructs/lead-forwarding.ts";
import type { MessageTable } from "../constructs/message-table.ts";
import type { OperatorApi } from "../constructs/operator-api.ts";
import type { PeopleTopic } from "../constructs/people-topic.ts";
import type { ProviderSecret } from "../constructs/provider-secret.ts";
import type { PublicApi } from "../constructs/public-api.ts";
import type { StaffInbox } from "../constructs/staff-inbox.ts";
import type { WorkQueue } from "../constructs/work-queue.ts";

type Output = { value: string; description: string };

type Deployed = {
  settingsHash: string;
  publicUrl: string;
  api: PublicApi;
  table: MessageTable;
  secret: ProviderSecret;
  events: EventBus;
  turns: WorkQueue;
  deliveries: WorkQueue;
  handoffs: PeopleTopic;
  alarms: PeopleTopic;
  staff: OperatorApi;
  inbox: StaffInbox | undefined;
  forwarding: LeadForwarding | undefined;
  dashboard: ServiceDashboard | undefined;
};

export function stackOutputs(deployed: Deployed): EveryOutput<Output> {
  const { publicUrl, api, table, secret, events, turns, deliveries } = deployed;
  const { handoffs, alarms, staff, inbox, forwarding, dashboard } = deployed;
  return {
    ApiUrl: { value: api.url, description: "Where the agent's actions and, with AWS signatures, staff go" },
    OperatorPolicyArn: {
      value: staff.policy.managedPolicyArn,
      description: "Attach it to staff who read and steer conversations",
    },
    ...(inbox && {
      InboxUrl: { value: inbox.signIn.inboxUrl, description: "Where staff answer customers" },
      UserPoolId: { value: inbox.signIn.pool.userPoolId, description: "Who may sign in to the inbox" },
      InboxClientId: {
        value: inbox.signIn.client.userPoolClientId,
        description: "How the inbox's page names itself at sign-in",
      },
    }),
    ...webhookOutputs((provider) => {
      const { path, description } = PROFILES[provider].callback;
      return { value: `${publicUrl}${path}`, description };
    }),
    SettingsHash: {
      value: deployed.settingsHash,
      description: "Tells whether a settings file is what is deployed",
    },
    SecretName: {
      value: secret.secret.secretName,
      description: "Secret to fill in: nothing is answered before",
    },
    TableName: {
      value: table.table.tableName,
      description: "Messages, conversations, turns and deliveries",
    },
    TurnsQueueUrl: { value: turns.queue.queueUrl, description: "Wake-ups, one group a conversation" },
    TurnsDeadLettersUrl: { value: turns.deadLetters.queueUrl, description: "Wake-ups that were given up" },
    DeliveriesQueueUrl: { value: deliveries.queue.queueUrl, description: "Delivery statuses" },
    DeliveriesDeadLettersUrl: {
      value: deliveries.deadLetters.queueUrl,
      description: "Delivery statuses that were given up",
    },
    ...(forwarding && {
      LeadsQueueUrl: {
        value: forwarding.leads.queue.queueUrl,
        description: "Leads on their way to the CRM",
      },
      LeadsDeadLettersUrl: {
        value: forwarding.leads.deadLetters.queueUrl,
        description: "Leads that never reached the CRM",
      },
    }),
    ...(api.recordTarget && {
      DomainTarget: {
        value: api.recordTarget,
        description: "What the CNAME record of the domain must point to",
      },
    }),
    EventBusName: { value: events.eventBusName, description: "Business events" },
    HandoffTopicArn: {
      value: handoffs.topic.topicArn,
      description: "Handoffs: subscribe the people who take over",
    },
    ...(dashboard && {
      DashboardUrl: { value: dashboard.url, description: "Are customers answered, and if not, why" },
    }),
    AlarmTopicArn: {
      value: alarms.topic.topicArn,
      description: "Alarms: subscribe the people on call",
    },
  };
}
