import type { BusinessEvent } from "../../domain/business-event.ts";
import type {
  ConversationIds,
  ConversationState,
  Outcome,
  PendingMessage,
} from "../../domain/conversation/conversation.ts";
import type { StoredSendBlock } from "../../domain/conversation/send-block.ts";
import type { ConversationId, MessageId, NumberName, TurnId } from "../../domain/ids.ts";
import type { Content, DeliveryState, DeliveryStatus, InboundMessage } from "../../domain/inbound/inbound.ts";
import type { Outbound } from "../../domain/turn/outbound.ts";
import type { Reference } from "../../domain/turn/reference.ts";
import type { Turn } from "../../domain/turn/turn.ts";

/** Milliseconds since 1970. */
export type Clock = { now(): number };

export type Recorded = "new" | "unanswered" | "answered";

/** An inbound message with what the webhook function knows of it. */
export type LedgerEntry = {
  conversation: ConversationId;
  number: NumberName;
  message: InboundMessage;
  /** `arrivedAt`: milliseconds since 1970 of this delivery. `position`: the place within its POST. */
  arrivedAt: number;
  position: number;
  /** Set when no turn will answer it: it is recorded as ended and never waits. */
  endsAs?: Outcome;
};

export interface Ledger {
  /**
   * Records a message once, for at least eight days. "new" goes to exactly one caller;
   * "unanswered" and "answered" tell a repeat what is left to do. The first arrival's order is kept.
   */
  record(entry: LedgerEntry): Promise<Recorded>;
  /** Times of the customer's newest waiting messages, in milliseconds since 1970; at most ten. */
  newestWaiting(conversation: ConversationId): Promise<readonly { sentAt: number; arrivedAt: number }[]>;
  /** The content as it was recorded first. */
  recordedContent(conversation: ConversationId, message: MessageId): Promise<Content | undefined>;
}

/**
 * Ids of our own only, because operators see queue messages. `message` tells repeats apart and stays out of
 * the body: Meta's ids contain the phone number.
 */
export type TurnCommand =
  /**
   * `notBefore`: milliseconds since 1970. Until then it waits apart and blocks none of the conversation's
   * other commands.
   */
  | {
      kind: "wake";
      conversation: ConversationId;
      number: NumberName;
      message?: MessageId;
      notBefore?: number;
    }
  | { kind: "part-failed"; reference: Reference; code: string }
  /** A lead has a new fact to publish. */
  | { kind: "lead"; conversation: ConversationId; number: NumberName }
  /**
   * It is time to follow up on that turn, unless the conversation has gone on. `step` counts the follow-ups
   * of the settings.
   */
  | { kind: "follow-up"; conversation: ConversationId; number: NumberName; turn: TurnId; step: number };

export interface TurnQueue {
  /**
   * Queues each command behind its conversation's earlier ones. Resolves when all are stored; throws if any
   * was not, after trying all.
   */
  send(commands: readonly TurnCommand[]): Promise<void>;
}

/** The part of a status that the delivery function needs. Does not identify the customer. */
export type ReportedStatus = Omit<DeliveryStatus, "id" | "businessNumber" | "reference"> & {
  reference: Reference;
  /** The number that sent it; absent in messages of an older version. */
  number?: NumberName;
};

export interface DeliveryQueue {
  /** Stores all of them, or throws after trying all. Order does not matter. */
  send(statuses: readonly ReportedStatus[]): Promise<void>;
}

/** Why a number sends nothing. Times in milliseconds since 1970. */
export type Suspension = {
  until: number;
  since: number;
  /** The provider's. */
  code: string;
  /** A hash of the refused credentials: others may work. */
  credentials?: string;
};

/**
 * `suspendedUntil`: milliseconds since 1970 until which the number sends to no customer; `suspension` says
 * why.
 * `throttledUntil`: until then the number is over its throughput, and each send needs a slot.
 */
export type Loaded = {
  state: ConversationState;
  pending: readonly PendingMessage[];
  /** Oldest first. */
  outbound: readonly Outbound[];
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
   * The state and all that waits, oldest first, also in conversations that were merged into it; and the
   * number's status.
   * Sees every write that ended before the call.
   */
  load(conversation: ConversationId, number?: NumberName): Promise<Loaded>;
  /** Suspends the number: it is refused, or has reached a limit. Of two times the later one stays. */
  suspendNumber(number: NumberName, until: number, code: string, credentials?: string): Promise<void>;
  /** The current suspension; `undefined` when the number may send. */
  suspensionOf(number: NumberName): Promise<Suspension | undefined>;
  /** Ends the suspension and returns it. Reserved slots stay. */
  resumeNumber(number: NumberName): Promise<Suspension | undefined>;
  /**
   * Reserves the next send slot of a throttled number, and throttles it until `from`. Returns the slot's
   * time: `from`, or `width` milliseconds after the slot before.
   */
  reserveSendSlot(number: NumberName, from: number, width: number): Promise<number>;
  /**
   * Replaces the worker's fields and raises the version, unless somebody did so since `state.version` was
   * read ("conflict").
   * Refuses under any of `sendBlocks`, checked in the same atomic write. Never writes them.
   */
  save(state: ConversationState, sendBlocks: readonly StoredSendBlock[]): Promise<Saved>;
  /**
   * Merges another conversation of the same customer into this one
   * (domain/conversation/merge-conversations.ts): own fields stay, the latest consent counts, and what waits
   * in the other one is loaded with this one from now on. Repeating it changes nothing.
   * A worker that read the conversation before can no longer save it if the worker's fields have changed.
   */
  mergeInto(conversation: ConversationId, other: ConversationState): Promise<void>;
  /** Keeps the finished turn for transcripts and export. Repeating it changes nothing. */
  archive(conversation: ConversationId, turn: Turn): Promise<void>;
  archived(conversation: ConversationId, turn: TurnId): Promise<Turn | undefined>;
  /** Ends messages for good. Repeating it changes nothing; the first outcome stays. */
  end(
    conversationIds: ConversationIds,
    messages: readonly MessageId[],
    ending: Outcome,
    turn?: TurnId,
  ): Promise<void>;
  /**
   * Changes the outcome of messages that this turn answered, because its answer did not arrive. Others keep
   * theirs. Repeating it changes nothing.
   */
  endLate(
    conversationIds: ConversationIds,
    messages: readonly MessageId[],
    ending: Outcome,
    turn: TurnId,
  ): Promise<void>;
}

export type Delivery = { state: DeliveryState; code?: string };

export interface Deliveries {
  /**
   * Keeps the furthest state of an attempt. "stale" for a status without news: repeated, late or out of
   * order.
   */
  record(status: ReportedStatus): Promise<"recorded" | "stale">;
  /** Sees every record that ended before the call. */
  find(reference: Reference): Promise<Delivery | undefined>;
}

export type Question = { agentId: string; text: string; session: string };

export interface Agent {
  /** Returns the answer, never blank. Throws IntegrationError; `retry` says whether asking again may help. */
  ask(question: Question, deadline: number): Promise<string>;
}

export interface Events {
  /** At least once. */
  publish(event: BusinessEvent): Promise<void>;
}
