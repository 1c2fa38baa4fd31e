import { Annotations, CfnOutput, Stack, type StackProps, Tags } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import type { Construct } from "constructs";
import { MAX_RECEIVES, timeouts } from "../../lib/config/limits.ts";
import type { Settings } from "../../lib/config/settings.ts";
import { AlarmTopic } from "../constructs/alarm-topic.ts";
import { allow } from "../constructs/allow.ts";
import { MessageTable } from "../constructs/message-table.ts";
import { ProviderSecret } from "../constructs/provider-secret.ts";
import { ServiceAlarms } from "../constructs/service-alarms.ts";
import { ServiceFunction } from "../constructs/service-function.ts";
import { WebhookApi } from "../constructs/webhook-api.ts";
import { WorkQueue } from "../constructs/work-queue.ts";
import { exampleIds } from "../settings/example-ids.ts";
import { keepsData } from "../settings/stage.ts";

/** Functions of the stack; each is a folder in functions/. */
export const FUNCTIONS = ["webhook", "worker", "delivery"] as const;

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
    const api = new WebhookApi(this, "Api", { stage });
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
    // The read is for repeats only: what is left to do for a message that is already there.
    table.allowItems(webhook.function, "PutItem", "GetItem");
    turns.allowSend(webhook.function);
    deliveries.allowSend(webhook.function);
    secret.allowRead(webhook.function);
    api.routeTo(webhook.function);

    const worker = new ServiceFunction(this, "Worker", {
      name: "worker",
      description: "Answers waiting messages: asks the agent, sends the reply",
      code: code.worker,
      // Mostly waits for the agent, so more would be paid for idling; enough for ten conversations and the reply's formatter.
      memoryMegabytes: 512,
      timeoutSeconds: limits.worker,
      environment: { secretId, tableName, turnsQueueUrl, publicUrl, eventBusName: events.eventBusName },
      keepsData: keep,
    });
    table.allowItems(worker.function, "BatchGetItem", "GetItem", "PutItem", "UpdateItem");
    // A conversation that follows its customer to another id is woken there.
    turns.allowSend(worker.function);
    table.allowPending(worker.function);
    secret.allowRead(worker.function);
    allow(worker.function, ["events:PutEvents"], events.eventBusArn);
    worker.function.addEventSource(
      new SqsEventSource(turns.queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: MOST_WORKERS }),
    );

    const delivery = new ServiceFunction(this, "Delivery", {
      name: "delivery",
      description: "Keeps what became of each sent part of a reply",
      code: code.delivery,
      // One small write a status; nobody waits for it.
      memoryMegabytes: 256,
      timeoutSeconds: limits.delivery,
      environment: { tableName, turnsQueueUrl },
      keepsData: keep,
    });
    table.allowItems(delivery.function, "GetItem", "UpdateItem");
    turns.allowSend(delivery.function);
    delivery.function.addEventSource(new SqsEventSource(deliveries.queue, { batchSize: 10, reportBatchItemFailures: true }));

    const { topic } = new AlarmTopic(this, "AlarmTopic", { stage, email: settings.alerts.email });
    new ServiceAlarms(this, "Alarms", { topic, api, turns, deliveries, webhook, worker });

    const outputs: Record<string, { value: string; description: string }> = {
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
      EventBusName: { value: events.eventBusName, description: "Business events" },
      AlarmTopicArn: { value: topic.topicArn, description: "Alarms: subscribe whoever should be told" },
    };
    for (const [name, output] of Object.entries(outputs)) new CfnOutput(this, name, output);
  }
}
