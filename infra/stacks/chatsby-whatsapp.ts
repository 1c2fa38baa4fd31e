import { Annotations, CfnOutput, Stack, type StackProps, Tags } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import type { FunctionName } from "../../lib/config/function-names.ts";
import { MAX_RECEIVES, timeouts } from "../../lib/config/limits.ts";
import type { Settings } from "../../lib/config/settings.ts";
import { settingsHash } from "../../lib/config/settings-hash.ts";
import { type EveryOutput, WEBHOOK_URLS } from "../../lib/config/stack-outputs.ts";
import { keepsData } from "../../lib/config/stage.ts";
import type { Provider } from "../../lib/domain/inbound/inbound.ts";
import { PROFILES } from "../../lib/providers/profiles.ts";
import { ServiceAlarms } from "../constructs/alarms/service-alarms.ts";
import { allow } from "../constructs/allow.ts";
import { ServiceDashboard } from "../constructs/dashboard/service-dashboard.ts";
import { FollowUps } from "../constructs/follow-ups.ts";
import { LeadForwarding } from "../constructs/lead-forwarding.ts";
import { MessageTable } from "../constructs/message-table.ts";
import { OperatorApi } from "../constructs/operator-api.ts";
import { PeopleTopic } from "../constructs/people-topic.ts";
import { ProviderSecret } from "../constructs/provider-secret.ts";
import { PublicApi } from "../constructs/public-api.ts";
import { ServiceFunction } from "../constructs/service-function.ts";
import { StageKey } from "../constructs/stage-key.ts";
import type { StageWide } from "../constructs/stage-wide.ts";
import { WorkQueue } from "../constructs/work-queue.ts";
import { capacityProblem } from "../settings/account-capacity.ts";
import { exampleIds } from "../settings/example-ids.ts";

type ChatsbyWhatsappProps = Pick<StackProps, "env"> & {
  stage: string;
  settings: Settings;
  /** The folder to deploy for every function. */
  code: Record<FunctionName, string>;
  /**
   * The stack has never run. CDK protects a stack before it asks and deploys, so a failed protected first
   * deploy could not be repeated. The next deploy after a success adds the protection: docs/decisions/0020.
   */
  firstDeploy?: boolean;
};

/** The whole system of one stage. */
export class ChatsbyWhatsapp extends Stack {
  constructor(
    scope: Construct,
    { stage, settings, code, firstDeploy = false, ...props }: ChatsbyWhatsappProps,
  ) {
    const keep = keepsData(stage, settings);
    super(scope, `ChatsbyWhatsapp-${stage}`, {
      ...props,
      description: `Chatsby on WhatsApp (${stage}): answers customers with a Chatsby agent`,
      terminationProtection: keep && !firstDeploy,
    });
    Tags.of(this).add("application", "chatsby-whatsapp");
    Tags.of(this).add("stage", stage);
    for (const [key, value] of Object.entries(settings.tags)) Tags.of(this).add(key, value);

    const examples = exampleIds(settings);
    if (examples.length > 0) {
      Annotations.of(this).addWarningV2(
        "chatsby-whatsapp:example-ids",
        `infra/settings/${stage}.json still has ids of the example: ${examples.join(", ")}. Replace them before you deploy.`,
      );
    }

    const tooMuch = capacityProblem(settings);
    if (tooMuch) Annotations.of(this).addWarningV2("chatsby-whatsapp:account-capacity", tooMuch);

    const limits = timeouts(settings);
    const { capacity, security, logs, tracing } = settings;
    const key = security.customerManagedKey
      ? new StageKey(this, "Encryption", { stage, keepsData: keep })
      : undefined;
    const wide: StageWide = {
      metrics: `ChatsbyWhatsapp/${stage}`,
      keepsData: keep,
      firstDeploy,
      logDays: logs.retentionDays,
      tracing,
      key,
    };
    const table = new MessageTable(this, "Messages", wide);
    const secret = new ProviderSecret(this, "Credentials", { stage, ...wide });
    const events = new EventBus(this, "Events", {
      eventBusName: `chatsby-whatsapp-${stage}`,
      description: "What happens in conversations",
    });
    const turns = new WorkQueue(this, "Turns", {
      order: "fifo",
      visibilitySeconds: limits.turnsVisibility,
      delaySeconds: limits.turnsDelay,
      maxReceives: MAX_RECEIVES.turns,
      ...wide,
    });
    const deliveries = new WorkQueue(this, "Deliveries", {
      order: "any",
      visibilitySeconds: limits.deliveriesVisibility,
      delaySeconds: 0,
      maxReceives: MAX_RECEIVES.deliveries,
      ...wide,
    });
    const handoffs = new PeopleTopic(this, "HandoffTopic", {
      stage,
      about: "handoffs",
      email: settings.handoff.email,
    });
    const forwarding =
      settings.leads.webhook &&
      new LeadForwarding(this, "Leads", { code: code["lead-webhook"], limits, table, secret, ...wide });
    const followUps =
      settings.followUps.length > 0 ? new FollowUps(this, "FollowUps", { stage, turns }) : undefined;
    const api = new PublicApi(this, "Api", { stage, settings, ...wide });
    const publicUrl = settings.publicUrl ?? api.publicUrl;
    const [tableName, secretId, turnsQueueUrl] = [
      table.table.tableName,
      secret.secret.secretArn,
      turns.queue.queueUrl,
    ];

    const webhook = new ServiceFunction(this, "Webhook", {
      name: "webhook",
      description: "Checks, records and queues what Meta and Twilio deliver",
      code: code.webhook,
      // CPU grows with memory, and for a small business nearly every webhook is a cold start within Meta's
      // time limit.
      memoryMegabytes: 1024,
      timeoutSeconds: limits.webhook,
      environment: {
        secretId,
        tableName,
        turnsQueueUrl,
        deliveriesQueueUrl: deliveries.queue.queueUrl,
        publicUrl,
      },
      reserved: capacity.webhookReserved,
      // Always, though only `webhookProvisioned` needs it: adding it later would move the API's integration
      // while customers write.
      alias: { provisioned: capacity.webhookProvisioned },
      ...wide,
    });
    // Reads only for repeated webhooks: what is left to do for a known message. Updates apply opt-outs and
    // handoffs at once.
    table.allowItems(webhook.function, "PutItem", "GetItem", "UpdateItem");
    table.allowPending(webhook.function);
    turns.allowSend(webhook.function);
    deliveries.allowSend(webhook.function);
    secret.allowRead(webhook.function);
    api.routeWebhooks(webhook);

    const worker = new ServiceFunction(this, "Worker", {
      name: "worker",
      description: "Answers waiting messages: asks the agent, sends the reply",
      code: code.worker,
      // Mostly waits for the agent, so more memory would pay for waiting. Enough for ten conversations and
      // the reply formatter.
      memoryMegabytes: 512,
      timeoutSeconds: limits.worker,
      environment: {
        secretId,
        tableName,
        turnsQueueUrl,
        publicUrl,
        eventBusName: events.eventBusName,
        handoffTopicArn: handoffs.topic.topicArn,
        ...(forwarding && { leadsQueueUrl: forwarding.leads.queue.queueUrl }),
        ...followUps?.environment,
      },
      // With less than the event source's maximum, Lambda would refuse messages that are already received.
      reserved: capacity.reserveWorkers ? capacity.workers : undefined,
      ...wide,
    });
    // Deletes entries in the list of open handoffs; queries the transcript for the team.
    table.allowItems(worker.function, "BatchGetItem", "GetItem", "PutItem", "UpdateItem", "DeleteItem");
    table.allowQuery(worker.function);
    // When a customer's conversation moves to another id, the wake-up goes there.
    turns.allowSend(worker.function);
    table.allowPending(worker.function);
    secret.allowRead(worker.function);
    allow(worker.function, ["events:PutEvents"], events.eventBusArn);
    handoffs.allowPublish(worker.function);
    forwarding?.leads.allowSend(worker.function);
    followUps?.allowSchedule(worker);
    turns.feed(worker.function, capacity.workers);
    turns.allowPostpone(worker.function);

    const delivery = new ServiceFunction(this, "Delivery", {
      name: "delivery",
      description: "Keeps what became of each sent part of a reply",
      code: code.delivery,
      // One small write per status; nobody waits for it.
      memoryMegabytes: 256,
      timeoutSeconds: limits.delivery,
      environment: { tableName, turnsQueueUrl, deliveriesQueueUrl: deliveries.queue.queueUrl },
      ...wide,
    });
    table.allowItems(delivery.function, "GetItem", "UpdateItem");
    turns.allowSend(delivery.function);
    deliveries.feed(delivery.function, capacity.deliveries);
    deliveries.allowPostpone(delivery.function);

    const staff = new OperatorApi(this, "Staff", {
      stage,
      code: code.operator,
      limits,
      api,
      table,
      secret,
      turns,
      ...wide,
    });

    const actions = new ServiceFunction(this, "AgentActions", {
      name: "agent-actions",
      description: "The agent asks for a person, or passes a lead on",
      code: code["agent-actions"],
      // The agent, and so the customer, waits for the response.
      memoryMegabytes: 512,
      timeoutSeconds: limits["agent-actions"],
      environment: { secretId, tableName, turnsQueueUrl },
      ...wide,
    });
    table.allowItems(actions.function, "BatchGetItem", "GetItem", "UpdateItem");
    table.allowPending(actions.function);
    table.allowQuery(actions.function);
    turns.allowSend(actions.function);
    secret.allowRead(actions.function);
    api.routeActions(actions);

    const alarms = new PeopleTopic(this, "AlarmTopic", {
      stage,
      about: "alarm messages",
      email: settings.alerts.email,
    });
    alarms.allowAlarms();
    const watched = {
      stage,
      settings,
      metrics: wide.metrics,
      api,
      table: table.table,
      turns,
      deliveries,
      leads: forwarding?.leads,
      webhook,
      worker,
      delivery,
      actions,
    };
    const { alarms: raised } = new ServiceAlarms(this, "Alarms", { ...watched, topic: alarms.topic });
    const dashboard = settings.alerts.dashboard
      ? new ServiceDashboard(this, "Dashboard", watched, raised)
      : undefined;

    const webhookUrl = (provider: Provider) => {
      const { path, description } = PROFILES[provider].callback;
      return { value: `${publicUrl}${path}`, description };
    };
    const outputs: EveryOutput<{ value: string; description: string }> = {
      ApiUrl: { value: api.url, description: "Where the agent's actions and, with AWS signatures, staff go" },
      OperatorPolicyArn: {
        value: staff.policy.managedPolicyArn,
        description: "Attach it to staff who read and steer conversations",
      },
      [WEBHOOK_URLS.meta]: webhookUrl("meta"),
      [WEBHOOK_URLS.twilio]: webhookUrl("twilio"),
      SettingsHash: {
        value: settingsHash(settings),
        description: "Tells whether a settings file is what is deployed",
      },
      SecretName: {
        value: secret.secret.secretName,
        description: "Secret to fill in: nothing is answered before",
      },
      TableName: { value: tableName, description: "Messages, conversations, turns and deliveries" },
      TurnsQueueUrl: { value: turnsQueueUrl, description: "Wake-ups, one group a conversation" },
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
        description: "Handoffs: subscribe whoever should take over",
      },
      ...(dashboard && {
        DashboardUrl: { value: dashboard.url, description: "Are customers answered, and if not, why" },
      }),
      AlarmTopicArn: {
        value: alarms.topic.topicArn,
        description: "Alarms: subscribe whoever should be told",
      },
    };
    for (const [name, output] of Object.entries(outputs)) new CfnOutput(this, name, output);
  }
}
