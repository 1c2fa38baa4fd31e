import type { Recorder } from "./recorder.ts";

/** What can happen, and what each leaves in logs and metrics. */
export function happeningsIn(recorder: Recorder) {
  const webhook = (status: number, latency?: number) =>
    recorder.request("POST /webhooks/meta", status, latency);
  const lambda = (name: string, fn: string) => recorder.metric("AWS/Lambda", name, { FunctionName: fn });
  const queue = (name: string, of: string) => recorder.metric("AWS/SQS", name, { QueueName: of });
  const table = (name: string) => recorder.metric("AWS/DynamoDB", name, { TableName: "MessagesTable" });
  const worker = recorder.line.bind(recorder, "Worker");
  return {
    webhookTaken: webhook(200),
    webhookSlow: webhook(200, 1_400),
    webhookFailed: webhook(500),
    webhookForbidden: webhook(403),
    requestThrottled: webhook(429),
    webhookCalled: lambda("Invocations", "WebhookFunction"),
    webhookThrottled: lambda("Throttles", "WebhookFunction"),
    workerThrottled: lambda("Throttles", "WorkerFunction"),
    workerCutOff: lambda("Errors", "WorkerFunction"),
    dailyCheckFailed: lambda("Errors", "DailyCheckFunction"),
    wakeUpSent: queue("NumberOfMessagesSent", "TurnsQueue"),
    oldestWaits: queue("ApproximateAgeOfOldestMessage", "TurnsQueue"),
    deadLetters: {
      turns: queue("ApproximateNumberOfMessagesVisible", "TurnsDeadLetters"),
      deliveries: queue("ApproximateNumberOfMessagesVisible", "DeliveriesDeadLetters"),
      leads: queue("ApproximateNumberOfMessagesVisible", "LeadsDeadLetters"),
    },
    readsThrottled: table("ReadThrottleEvents"),
    writesThrottled: table("WriteThrottleEvents"),
    agentSlow: worker("agent.slow", { agentMs: 26_000 }),
    rejected: {
      unsigned: recorder.line("Webhook", "webhook.rejected", { provider: "meta", reason: "unsigned" }),
      wrongly: recorder.line("Webhook", "webhook.rejected", { provider: "twilio", reason: "signature" }),
    },
    numberUnknown: recorder.line("Webhook", "webhook.item-ignored", { reason: "not-our-number" }),
    secretUnread: {
      webhook: recorder.line("Webhook", "secret.refresh-failed"),
      worker: worker("secret.refresh-failed"),
    },
    answered: worker("turn.answered"),
    orphaned: worker("message.orphaned"),
    deferred: worker("turn.deferred"),
    looped: worker("loop.detected"),
    stopped: worker("consent.changed", { action: "stop" }),
    started: worker("consent.changed", { action: "start" }),
    mediaFailed: worker("media.failed", { reason: "unavailable" }),
    agentFailed: [1, 2, 3].map((failures) => worker("agent.failed", { failures })),
    turnFailed: {
      first: worker("turn.failed", { ofCustomer: "first" }),
      again: worker("turn.failed", { ofCustomer: "again" }),
    },
    undeliverable: {
      first: worker("turn.undeliverable", { ofCustomer: "first" }),
      again: worker("turn.undeliverable", { ofCustomer: "again" }),
    },
    mailingFailed: worker("turn.undeliverable", { ofCustomer: "first", late: "true" }),
    refused: {
      stop: worker("send.refused", { failureAction: "stop" }),
      slow: worker("send.refused", { failureAction: "slow" }),
      never: worker("send.refused", { failureAction: "never" }),
    },
    unknown: worker("send.unknown"),
    sideTaskFailed: worker("side-task.failed"),
    deliveryFailed: recorder.line("Delivery", "delivery.failed"),
    priced: {
      billed: recorder.line("Delivery", "message.priced", { price: "billed" }),
      free: recorder.line("Delivery", "message.priced", { price: "free" }),
    },
    actionTaken: recorder.line("AgentActions", "action.taken"),
    actionRefused: recorder.line("AgentActions", "action.refused"),
    actionFailed: recorder.request("POST /agent-actions/escalate", 503),
    operatorFailed: recorder.request("POST /conversations/{id}/reply", 500),
    templatesUnlisted: recorder.request("GET /conversations/templates", 502),
    inboxFailed: recorder.request("POST /inbox/chats", 500),
  };
}
export type Happenings = ReturnType<typeof happeningsIn>;
