/** Every log line's code. Docs and alarms rely on them. */
export type LogCode =
  | "webhook.accepted"
  | "webhook.rejected"
  /** A forged webhook of `doctor`, refused as it should be. */
  | "webhook.probed"
  | "webhook.failed"
  | "webhook.item-ignored"
  | "turn.answered"
  | "turn.failed"
  /** It failed for a reason that lies with the recipient. */
  | "turn.undeliverable"
  | "turn.held"
  | "turn.silenced"
  | "turn.waiting"
  | "turn.error"
  /** Somebody else wrote the conversation meanwhile: it is looked at again at once. */
  | "turn.overtaken"
  /** A turn of people or of the system itself has ended. */
  | "turn.said"
  | "outbound.unsent"
  | "message.heeded"
  | "contact.wish"
  | "handoff.announced"
  | "handoff.ended"
  /** Another bot seems to be on the other side. */
  | "loop.detected"
  /** Something did not leave because the conversation has had its share of this hour. */
  | "ceiling.reached"
  | "lead.captured"
  /** Two conversations of one customer are one from now on. */
  | "conversation.merged"
  /** The customer has another user id or phone. */
  | "contact.renamed"
  | "message.ignored"
  | "message.orphaned"
  /** The provider told of a message without passing it on: its code. */
  | "message.unsupported"
  | "agent.failed"
  /** A custom action of the agent came without a valid token. */
  | "action.refused"
  | "send.refused"
  | "send.unknown"
  | "typing.failed"
  /** Something that no customer waits for did not work. It is tried again; "given-up": it is not. */
  | "side-task.failed"
  | "side-task.given-up"
  /** It waits for a later version of this application. */
  | "version.newer"
  | "delivery.failed"
  /** What the provider says of a message's price. */
  | "message.priced"
  | "delivery.error"
  | "secret.refresh-failed"
  | "operator.acted"
  | "operator.refused"
  | "operator.failed"
  | "action.taken"
  /** It could not be done: its body, its session, or a fault of ours. */
  | "action.failed"
  | "lead.posted"
  | "lead.gone"
  | "lead.failed";

/** Every metric's name, and its unit. */
export const METRICS = {
  WebhookRejected: "Count",
  WebhookFailed: "Count",
  /** The secret cannot be read, or lacks what a number needs: nothing is taken in or sent. */
  SecretUnusable: "Count",
  InboundMessages: "Count",
  InboundDuplicates: "Count",
  InboundIgnored: "Count",
  /** Messages that the provider told of without passing them on, by its code. */
  InboundUnsupported: "Count",
  /** Customers who were asked to send such a message again. */
  ResendsAsked: "Count",
  TurnsAnswered: "Count",
  TurnsFailed: "Count",
  /** Failed for a reason that lies with the recipient. */
  TurnsUndeliverable: "Count",
  TurnsHeld: "Count",
  TurnsSilenced: "Count",
  /** More turns than `turns.maxPerHour`. */
  TurnsCapped: "Count",
  LoopsDetected: "Count",
  /** What did not leave because a conversation has had its share of the hour. */
  Withheld: "Count",
  WordsOfPeople: "Count",
  Handoffs: "Count",
  OptOuts: "Count",
  OptIns: "Count",
  LeadsCaptured: "Count",
  AnswerDelay: "Milliseconds",
  AgentLatency: "Milliseconds",
  AgentErrors: "Count",
  PartsSent: "Count",
  PartsUnknown: "Count",
  SendRefused: "Count",
  DeliveryFailed: "Count",
  BilledMessages: "Count",
  FreeMessages: "Count",
  OperatorActs: "Count",
  ActionsTaken: "Count",
  ActionsRefused: "Count",
  /** Events, mails, schedules and the like that did not work at once. */
  SideTasksFailed: "Count",
  LeadsPosted: "Count",
  LeadPostsFailed: "Count",
} as const;
export type MetricName = keyof typeof METRICS;

/** Ids, codes, counts and durations. Never text, phone numbers, user ids, tokens or bodies. */
export type Facts = Record<string, string | number | boolean | undefined>;

export interface Telemetry {
  info(code: LogCode, facts?: Facts): void;
  warn(code: LogCode, facts?: Facts): void;
  error(code: LogCode, facts?: Facts): void;
  /** Adds to a metric. `by` becomes its dimension, so keep its values few. */
  count(name: MetricName, amount?: number, by?: Record<string, string>): void;
}
