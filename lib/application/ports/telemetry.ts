/** Docs and alarms rely on the codes. */
export type LogCode =
  | "webhook.accepted"
  | "webhook.rejected"
  /** A forged webhook of `doctor`, refused as it should be. */
  | "webhook.probed"
  | "webhook.failed"
  | "webhook.item-ignored"
  | "turn.answered"
  /** The answer promises a person, and nobody was asked for one. */
  | "turn.promised-person"
  | "turn.failed"
  /** It failed for a reason that lies with the recipient. */
  | "turn.undeliverable"
  | "turn.deferred"
  /** Too much waited for the customer: the oldest parts were never sent. */
  | "deferred-reply.left-out"
  | "turn.blocked"
  | "turn.drafted"
  | "draft.decided"
  | "turn.waiting"
  | "turn.error"
  /** Another writer was faster: the conversation is read again at once. */
  | "turn.conflict"
  | "turn.non-agent"
  | "outbound.not-sent"
  | "keyword.applied"
  | "consent.changed"
  | "handoff.announced"
  | "handoff.ended"
  | "loop.detected"
  | "hourly-limit.reached"
  | "lead.captured"
  | "conversation.merged"
  | "contact.renamed"
  | "message.ignored"
  | "message.orphaned"
  /** Reported by the provider but not passed on. */
  | "message.unsupported"
  | "media.understood"
  /** The file's own fault: gone, too large, of a wrong type, empty. */
  | "media.not-understood"
  /** The engine's, the provider's or ours. */
  | "media.failed"
  | "agent.failed"
  /** It answered, but nearly too late: beyond the timeout the answer is lost. */
  | "agent.slow"
  /** Several time-outs in a row: this process waits for a shorter time, until "agent.back". */
  | "agent.hangs"
  | "agent.back"
  | "action.refused"
  | "send.refused"
  | "send.unknown"
  /** A file was refused for good: its link is sent. */
  | "send.link-instead"
  | "typing.failed"
  /** It is retried; "given-up": it is not. */
  | "side-task.failed"
  | "side-task.given-up"
  | "version.newer"
  | "delivery.failed"
  | "message.priced"
  | "delivery.error"
  /** A provider's notice was mailed. */
  | "notice.told"
  | "daily-check.done"
  | "daily-check.failed"
  | "secret.refresh-failed"
  | "operator.acted"
  | "operator.refused"
  | "operator.failed"
  | "inbox.acted"
  | "inbox.refused"
  | "inbox.failed"
  | "action.taken"
  /** By its body, its session, or a fault of ours. */
  | "action.failed"
  | "lead.posted"
  | "lead.gone"
  | "lead.failed";

/**
 * CloudWatch bills 0.30 USD a month for each name and each value of its dimensions, by the hours that have it.
 * What ordinary life does each hour is counted only where alarms, the dashboard or the CLI ask for it
 * (EVERYDAY_METRICS); the log's codes tell the rest.
 */
export const METRICS = {
  WebhookRejected: "Count",
  WebhookFailed: "Count",
  /** The secret cannot be read, or lacks what a number needs: nothing is received or sent. */
  SecretUnusable: "Count",
  InboundMessages: "Count",
  InboundDuplicates: "Count",
  InboundIgnored: "Count",
  /** Reported by the provider but not passed on, by its code. */
  InboundUnsupported: "Count",
  ResendRequests: "Count",
  /** Answers that promise a person, without a handoff. */
  PromisedPerson: "Count",
  TurnsFailed: "Count",
  /** They failed for a reason that lies with the recipient. */
  TurnsUndeliverable: "Count",
  TurnsDeferred: "Count",
  TurnsBlocked: "Count",
  AnswersDrafted: "Count",
  DraftsDecided: "Count",
  TurnsLimited: "Count",
  LoopsDetected: "Count",
  HourlyLimitReached: "Count",
  Handoffs: "Count",
  OptOuts: "Count",
  OptIns: "Count",
  /** One sample for each answered turn. */
  AnswerDelay: "Milliseconds",
  /** Given to the engine, so paid: also what it did not understand. Of voice at least 15 a file. */
  VoiceSeconds: "Count",
  ImagesDescribed: "Count",
  DocumentsRead: "Count",
  /** By reason. */
  MediaNotUnderstood: "Count",
  AgentLatency: "Milliseconds",
  AgentErrors: "Count",
  PartsSent: "Count",
  PartsUnknown: "Count",
  SendRefused: "Count",
  DeliveryFailed: "Count",
  BilledMessages: "Count",
  FreeMessages: "Count",
  ActionsRefused: "Count",
  /** Events, mails, schedules and the like that failed at first. */
  SideTasksFailed: "Count",
  LeadPostsFailed: "Count",
} as const;
export type MetricName = keyof typeof METRICS;

/** Those that ordinary conversations count, so that they cost whole months. The others cost single hours. */
export const EVERYDAY_METRICS = [
  "InboundMessages",
  "AnswerDelay",
  "AgentLatency",
  "PartsSent",
  "BilledMessages",
  "FreeMessages",
] as const satisfies readonly MetricName[];

/** Ids, codes, counts and durations. Never text, phone numbers, user ids, tokens or bodies. */
export type Facts = Record<string, string | number | boolean | undefined>;

export interface Telemetry {
  info(code: LogCode, facts?: Facts): void;
  warn(code: LogCode, facts?: Facts): void;
  error(code: LogCode, facts?: Facts): void;
  /** `by` becomes the metric's dimension: use few values. */
  count(name: MetricName, amount?: number, by?: Record<string, string>): void;
}
