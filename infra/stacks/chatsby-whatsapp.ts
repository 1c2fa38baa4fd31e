import { Annotations, CfnOutput, Stack, type StackProps, Tags } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import { MAX_RECEIVES, timeouts } from "../../lib/config/limits.ts";
import type { Settings } from "../../lib/config/settings.ts";
import { allow } from "../constructs/allow.ts";
import { FollowUps } from "../constructs/follow-ups.ts";
import { LeadForwarding } from "../constructs/lead-forwarding.ts";
import { MessageTable } from "../constructs/message-table.ts";
import { OperatorApi } from "../constructs/operator-api.ts";
import { PeopleTopic } from "../constructs/people-topic.ts";
import { ProviderSecret } from "../constructs/provider-secret.ts";
import { PublicApi } from "../constructs/public-api.ts";
import { ServiceAlarms } from "../constructs/service-alarms.ts";
import { ServiceFunction } from "../constructs/service-function.ts";
import { WorkQueue } from "../constructs/work-queue.ts";
import { exampleIds } from "../settings/example-ids.ts";
import { keepsData } from "../settings/stage.ts";

/** Functions of the stack; each is a folder in functions/. */
export const FUNCTIONS = ["webhook", "worker", "delivery", "operator", "agent-actions", "lead-webhook"] as const;

type ChatsbyWhatsappProps = Pick<StackProps, "env"> & {
  stage: string;
  settings: Settings;
  /** Folder to deploy, for every function. */
  code: Record<(typeof FUNCTIONS)[number], string>;
};

/** Workers at most at the same time, ten conversations each: bounds what a rush asks of the agent. */
const MOST_WORKERS = 50;

/** Retries that Twilio does only when the URL asks for them: three, on our errors and on time-outs of connecting and reading. */
const TWILIO_RETRIES = "#rc=3&rp=5xx,ct,rt";

/** The whole system of one stage. */
export class ChatsbyWhatsapp extends Stack {
  constructor(scope: Construct, { stage, settings, code, ...props }: ChatsbyWhatsappProps) {
    const keep = keepsData(stage);
    super(scope, `ChatsbyWhatsapp-${stage}`, {
      ...props,
      description: `Chatsby on WhatsApp (${stage}): answers customers with a Chatsby agent`,
      terminationProtection: keep,
    });
    Tags.of(this).add("application", "chatsby-whatsapp");
    Tags.of(this).add("stage", stage);

    const examples = exampleIds(settings);
    if (examples.length > 0) {
      Annotations.of(this).addWarningV2(
        "chatsby-whatsapp:example-ids",
        `infra/settings/${stage}.json still has ids of the example: ${examples.join(", ")}. Replace them before you deploy.`,
      );
    }

    const limits = timeouts(settings);
    const table = new MessageTable(this, "Messages", { keepsData: keep });
    const secret = new ProviderSecret(this, "Credentials", { stage, keepsData: keep });
    const events = new EventBus(this, "Events", {
      eventBusName: `chatsby-whatsapp-${stage}`,
      description: "What happens in conversations",
    });
    const turns = new WorkQueue(this, "Turns", {
      order: "fifo",
      visibilitySeconds: limits.turnsVisibility,
      delaySeconds: limits.turnsDelay,
      maxReceives: MAX_RECEIVES.turns,
      keepsData: keep,
    });
    const deliveries = new WorkQueue(this, "Deliveries", {
      order: "any",
      visibilitySeconds: limits.deliveriesVisibility,
      delaySeconds: 0,
      maxReceives: MAX_RECEIVES.deliveries,
      keepsData: keep,
    });
    const handoffs = new PeopleTopic(this, "HandoffTopic", { stage, about: "handoffs", email: settings.handoff.email });
    const forwarding =
      settings.leads.webhook && new LeadForwarding(this, "Leads", { code: code["lead-webhook"], limits, table, secret, keepsData: keep });
    const followUps = settings.followUps.length > 0 ? new FollowUps(this, "FollowUps", { stage, turns }) : undefined;
    const api = new PublicApi(this, "Api", { stage });
    const publicUrl = settings.publicUrl ?? api.api.apiEndpoint;
    const [tableName, secretId, turnsQueueUrl] = [table.table.tableName, secret.secret.secretArn, turns.queue.queueUrl];

    const webhook = new ServiceFunction(this, "Webhook", {
      name: "webhook",
      description: "Checks, records and queues what Meta and Twilio deliver",
      code: code.webhook,
      // Processor share grows with memory, and for a small business nearly every webhook is a cold start that Meta times.
      memoryMegabytes: 1024,
      timeoutSeconds: limits.webhook,
      environment: { secretId, tableName, turnsQueueUrl, deliveriesQueueUrl: deliveries.queue.queueUrl, publicUrl },
      keepsData: keep,
    });
    // The read is for repeats only: what is left to do for a message that is already there. The update silences at once: opt-outs, handoffs.
    table.allowItems(webhook.function, "PutItem", "GetItem", "UpdateItem");
    turns.allowSend(webhook.function);
    deliveries.allowSend(webhook.function);
    secret.allowRead(webhook.function);
    api.routeWebhooks(webhook);

    const worker = new ServiceFunction(this, "Worker", {
      name: "worker",
      description: "Answers waiting messages: asks the agent, sends the reply",
      code: code.worker,
      // Mostly waits for the agent, so more would be paid for idling; enough for ten conversations and the reply's formatter.
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
      keepsData: keep,
    });
    // What it deletes is the entry in the list of open handoffs; what it queries is the transcript for the team.
    table.allowItems(worker.function, "BatchGetItem", "GetItem", "PutItem", "UpdateItem", "DeleteItem");
    table.allowQuery(worker.function);
    // A conversation that follows its customer to another id is woken there.
    turns.allowSend(worker.function);
    table.allowPending(worker.function);
    secret.allowRead(worker.function);
    allow(worker.function, ["events:PutEvents"], events.eventBusArn);
    handoffs.allowPublish(worker.function);
    forwarding?.leads.allowSend(worker.function);
    followUps?.allowSchedule(worker);
    turns.feed(worker.function, MOST_WORKERS);
    turns.allowPostpone(worker.function);

    const delivery = new ServiceFunction(this, "Delivery", {
      name: "delivery",
      description: "Keeps what became of each sent part of a reply",
      code: code.delivery,
      // One small write a status; nobody waits for it.
      memoryMegabytes: 256,
      timeoutSeconds: limits.delivery,
      environment: { tableName, turnsQueueUrl, deliveriesQueueUrl: deliveries.queue.queueUrl },
      keepsData: keep,
    });
    table.allowItems(delivery.function, "GetItem", "UpdateItem");
    turns.allowSend(delivery.function);
    deliveries.feed(delivery.function);
    deliveries.allowPostpone(delivery.function);

    const staff = new OperatorApi(this, "Staff", { stage, code: code.operator, limits, api, table, secret, turns, keepsData: keep });

    const actions = new ServiceFunction(this, "AgentActions", {
      name: "agent-actions",
      description: "The agent asks for a person, or passes a lead on",
      code: code["agent-actions"],
      // The agent, and with it the customer, waits for the answer.
      memoryMegabytes: 512,
      timeoutSeconds: limits["agent-actions"],
      environment: { secretId, tableName, turnsQueueUrl },
      keepsData: keep,
    });
    table.allowItems(actions.function, "BatchGetItem", "GetItem", "UpdateItem");
    table.allowPending(actions.function);
    table.allowQuery(actions.function);
    turns.allowSend(actions.function);
    secret.allowRead(actions.function);
    api.routeActions(actions);

    const alarms = new PeopleTopic(this, "AlarmTopic", { stage, about: "alarm messages", email: settings.alerts.email });
    alarms.allowAlarms();
    new ServiceAlarms(this, "Alarms", { topic: alarms.topic, api, turns, deliveries, leads: forwarding?.leads, webhook, worker, actions });

    const outputs: Record<string, { value: string; description: string }> = {
      ApiUrl: { value: api.api.apiEndpoint, description: "Where the agent's actions and, with AWS signatures, staff go" },
      OperatorPolicyArn: { value: staff.policy.managedPolicyArn, description: "Attach it to staff who read and steer conversations" },
      MetaWebhookUrl: { value: `${publicUrl}/webhooks/meta`, description: "Callback URL for the app's WhatsApp product at Meta" },
      TwilioWebhookUrl: {
        value: `${publicUrl}/webhooks/twilio${TWILIO_RETRIES}`,
        description: "Webhook for incoming messages at Twilio, including what follows the #: it asks for retries",
      },
      SecretName: { value: secret.secret.secretName, description: "Secret to fill in: nothing is answered before" },
      TableName: { value: tableName, description: "Messages, conversations, turns and deliveries" },
      TurnsQueueUrl: { value: turnsQueueUrl, description: "Wake-ups, one group a conversation" },
      TurnsDeadLettersUrl: { value: turns.deadLetters.queueUrl, description: "Wake-ups that were given up" },
      DeliveriesQueueUrl: { value: deliveries.queue.queueUrl, description: "Delivery statuses" },
      DeliveriesDeadLettersUrl: { value: deliveries.deadLetters.queueUrl, description: "Delivery statuses that were given up" },
      ...(forwarding && {
        LeadsDeadLettersUrl: { value: forwarding.leads.deadLetters.queueUrl, description: "Leads that never reached the CRM" },
      }),
      EventBusName: { value: events.eventBusName, description: "Business events" },
      HandoffTopicArn: { value: handoffs.topic.topicArn, description: "Handoffs: subscribe whoever should take over" },
      AlarmTopicArn: { value: alarms.topic.topicArn, description: "Alarms: subscribe whoever should be told" },
    };
    for (const [name, output] of Object.entries(outputs)) new CfnOutput(this, name, output);
  }
}
