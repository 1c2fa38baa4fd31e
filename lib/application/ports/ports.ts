import type { BusinessEvent } from "../../domain/business-event.ts";
import type { ConversationIds, ConversationState, Outcome, PendingMessage } from "../../domain/conversation/conversation.ts";
import type { StoredSendBlock } from "../../domain/conversation/send-block.ts";
import type { ConversationId, MessageId, NumberName, TurnId } from "../../domain/ids.ts";
import type { Content, Customer, DeliveryState, DeliveryStatus, InboundMessage } from "../../domain/inbound/inbound.ts";
import type { Outbound } from "../../domain/turn/outbound.ts";
import type { Reference } from "../../domain/turn/reference.ts";
import type { ReplyPart, Turn } from "../../domain/turn/turn.ts";

/** Milliseconds since 1970. */
export type Clock = { now(): number };

export type Recorded = "new" | "unanswered" | "answered";

/** An inbound message with what the edge found out about it. */
export type LedgerEntry = {
  conversation: ConversationId;
  number: NumberName;
  message: InboundMessage;
  /** Milliseconds since 1970 of this delivery, and the place within its POST. */
  arrivedAt: number;
  position: number;
  /** Set when nobody will answer it: it is recorded as ended and never waits. */
  endsAs?: Outcome;
};

export interface Ledger {
  /**
   * Records a message once, kept at least eight days. "new" goes to exactly one caller;
   * "unanswered" and "answered" tell a repeat what is left to do. The first arrival's order is kept.
   */
  record(entry: LedgerEntry): Promise<Recorded>;
  /** When the newest of the customer's messages that wait were sent, and arrived, in milliseconds since 1970; at most ten. */
  newestWaiting(conversation: ConversationId): Promise<readonly { sentAt: number; arrivedAt: number }[]>;
  /** The content as it was recorded first; `undefined` when there is none. */
  recordedContent(conversation: ConversationId, message: MessageId): Promise<Content | undefined>;
}

/** Our own ids only: queue messages are seen by operators. `message` tells repeats apart and stays out of the body: Meta's ids hold the phone number. */
export type TurnCommand =
  /** `notBefore`: milliseconds since 1970. Until then it waits apart from the conversation's other commands, and holds none of them up. */
  | { kind: "wake"; conversation: ConversationId; number: NumberName; message?: MessageId; notBefore?: number }
  | { kind: "part-failed"; reference: Reference; code: string }
  /** Something was added to the lead beside the worker: publish it. */
  | { kind: "lead"; conversation: ConversationId; number: NumberName }
  /** The time has come to follow up on that turn, unless the conversation has gone on. `step` counts the settings' follow-ups. */
  | { kind: "follow-up"; conversation: ConversationId; number: NumberName; turn: TurnId; step: number };

export interface TurnQueue {
  /** Queues every command behind its conversation's earlier ones. Resolves when all are stored; throws if any was not, having tried all. */
  send(commands: readonly TurnCommand[]): Promise<void>;
}

/** What the delivery function needs of a status: nothing by which the customer could be known. */
export type ReportedStatus = Omit<DeliveryStatus, "id" | "businessNumber" | "reference"> & {
  reference: Reference;
  /** By which of our numbers it was sent; absent in what an older version queued. */
  number?: NumberName;
};

export interface DeliveryQueue {
  /** Stores all of them, or throws having tried all. Order does not matter. */
  send(statuses: readonly ReportedStatus[]): Promise<void>;
}

/** Why a number sends nothing. Times in milliseconds since 1970. */
export type Suspension = {
  until: number;
  since: number;
  /** The provider's. */
  code: string;
  /** A hash of the credentials with which it was refused: others may do. */
  credentials?: string;
};

/**
 * `suspendedUntil`: milliseconds since 1970 until which the number sends nothing, whoever the customer is; `hold` says why.
 * `throttledUntil`: until then the number is over its throughput, and who comes takes a place in its line.
 */
export type Loaded = {
  state: ConversationState;
  pending: readonly PendingMessage[];
  /** What people want to say, oldest first. */
  outbound: readonly Outbound[];
  /** The number, or all of them, is switched off. */
  switchedOff?: boolean;
  suspendedUntil?: number;
  suspension?: Suspension;
  throttledUntil?: number;
  /** This id leads to that conversation. */
  linkedTo?: ConversationId;
  /** This id is a phone's, and that conversation's customer has the phone. */
  phoneOwner?: ConversationId;
};
type Saved = "saved" | "conflict" | StoredSendBlock;

export interface Conversations {
  /**
   * The state and all that waits, also in conversations that were merged into it, oldest first; and whether the number is held.
   * Sees every write that ended before the call.
   */
  load(conversation: ConversationId, number?: NumberName): Promise<Loaded>;
  /** Nothing is sent from the number until then: it is throttled, or a person must mend it. Of two times the later one stays. */
  suspendNumber(number: NumberName, until: number, code: string, credentials?: string): Promise<void>;
  /** Why the number sends nothing just now; `undefined` when it may. */
  suspensionOf(number: NumberName): Promise<Suspension | undefined>;
  /** Ends the hold. Gives what was held; `undefined` when nothing was. Who is in the line stays there. */
  resumeNumber(number: NumberName): Promise<Suspension | undefined>;
  /**
   * Takes a place in the line of a throttled number, and has others take one until `from`. Gives the time of the place: `from`, or `width`
   * milliseconds after the place before.
   */
  reserveSendSlot(number: NumberName, from: number, width: number): Promise<number>;
  /**
   * Replaces what the worker keeps, if nobody did so since `state.version` was read ("conflict" otherwise), and raises the version.
   * Also refuses under any of `silences`, whoever brought it about meanwhile: judged in the same atomic write. Never writes them itself.
   */
  save(state: ConversationState, silences: readonly StoredSendBlock[]): Promise<Saved>;
  /**
   * Gives a conversation what another one of the same customer knows (domain/conversation/merge-conversations.ts): what it has itself stays, of the customer's wishes the latest
   * count, and what waits in the other one is loaded with it from now on. Repeating it changes nothing; a worker that read the conversation
   * before can no longer save it if what it keeps has changed.
   */
  mergeInto(conversation: ConversationId, other: ConversationState): Promise<void>;
  /** Keeps the finished turn for transcripts and export. Repeating it changes nothing. */
  archive(conversation: ConversationId, turn: Turn): Promise<void>;
  archived(conversation: ConversationId, turn: TurnId): Promise<Turn | undefined>;
  /** Takes messages off the waiting list for good. Repeating it changes nothing; a message that has ended keeps its first ending. */
  end(conversationIds: ConversationIds, messages: readonly MessageId[], ending: Outcome, turn?: TurnId): Promise<void>;
  /**
   * The answer of this turn did not arrive after all: messages that ended as answered by it end so instead. All others keep their ending,
   * and repeating it changes nothing.
   */
  endLate(conversationIds: ConversationIds, messages: readonly MessageId[], ending: Outcome, turn: TurnId): Promise<void>;
}

/** What is known of one attempt at a part from the provider's statuses. */
export type Delivery = { state: DeliveryState; code?: string };

export interface Deliveries {
  /** Keeps the furthest state of an attempt. "stale" when the status says nothing new: twice, late or out of order. */
  record(status: ReportedStatus): Promise<"recorded" | "stale">;
  /** What statuses have said of an attempt so far; sees every record that ended before the call. */
  find(reference: Reference): Promise<Delivery | undefined>;
}

export type Question = { agentId: string; text: string; session: string };

export interface Agent {
  /** The agent's answer, never blank. Throws IntegrationError; `retry` says whether asking again may help. */
  ask(question: Question, deadline: number): Promise<string>;
}

/**
 * What to do about a refusal, by the provider's code:
 * `soon` the same within seconds; `later` this customer waits; `slow` the number is over its throughput, its customers line up; `rest` the whole number waits for minutes; `never` give the part up;
 * `stop` the number cannot send until a person mends it; `spam` the same, for hours; `template` the customer service window is closed;
 * `opted-out` the customer wants nothing from this number; `no-templates` … nothing that the business begins.
 */
export type FailureAction = "soon" | "later" | "slow" | "rest" | "never" | "stop" | "spam" | "template" | "opted-out" | "no-templates";

/** Whether the business could do something about a failed message, or it lies with this one recipient: not on WhatsApp, blocked, opted out. */
export type FailureCause = "business" | "recipient";

export type SendOutcome =
  | { kind: "accepted"; id: string }
  /** The request may or may not have been taken (timeout, cut connection, 5xx): only a status can tell. */
  | { kind: "unknown"; code: string }
  | { kind: "refused"; code: string; failureAction: FailureAction };

export type Outgoing = ReplyPart & { to: Customer; reference: string };

export interface Sender {
  /** Text longer than this, counted in UTF-16 units, must be split before. */
  readonly maxLength: number;
  /** Sends one text. Never throws for what the provider or the network does: that is an outcome. */
  send(message: Outgoing, deadline: number): Promise<SendOutcome>;
  /** Marks the message read and shows "typing…" for up to 25 s. Throws IntegrationError; the turn goes on without it. */
  showTyping(message: MessageId, deadline: number): Promise<void>;
}

export interface Events {
  /** At least once. */
  publish(event: BusinessEvent): Promise<void>;
}
