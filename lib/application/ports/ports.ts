import type { AgentThread } from "../../domain/agent-thread.ts";
import type { BusinessEvent } from "../../domain/business-event.ts";
import type {
  ConversationIds,
  ConversationState,
  PendingMessage,
} from "../../domain/conversation/conversation.ts";
import type { StoredSendBlock } from "../../domain/conversation/send-block.ts";
import type { ConversationId, MessageId, NumberName, TurnId } from "../../domain/ids.ts";
import type {
  Content,
  DeliveryState,
  DeliveryStatus,
  InboundMessage,
  Notice,
} from "../../domain/inbound/inbound.ts";
import type { Understood } from "../../domain/media/understood.ts";
import type { StoredRollout } from "../../domain/rollout/rollout.ts";
import type { Outbound } from "../../domain/turn/outbound.ts";
import type { Outcome } from "../../domain/turn/outcome.ts";
import type { Reference } from "../../domain/turn/reference.ts";
import type { Turn } from "../../domain/turn/turn.ts";

export type Clock = { now(): number };

export type Recorded = "new" | "unanswered" | "answered";

export type LedgerEntry = {
  conversation: ConversationId;
  number: NumberName;
  message: InboundMessage;
  /** `arrivedAt`: of this delivery. `position`: the place within its POST. */
  arrivedAt: number;
  position: number;
  /** No turn will answer it: it is recorded as ended and never waits. */
  endsAs?: Outcome;
};

export interface Ledger {
  /**
   * Records a message once, for at least eight days. "new" goes to exactly one caller;
   * "unanswered" and "answered" tell a repeat what is left to do. The first arrival's order is kept.
   */
  record(entry: LedgerEntry): Promise<Recorded>;
  /** The customer's newest waiting messages, at most ten. */
  newestWaiting(conversation: ConversationId): Promise<readonly { sentAt: number; arrivedAt: number }[]>;
  /** As it was recorded first. */
  recordedContent(conversation: ConversationId, message: MessageId): Promise<Content | undefined>;
}

/**
 * Ids of our own only, because operators see queue messages. `message` tells repeats apart and stays out of
 * the body: Meta's ids contain the phone number.
 */
export type TurnCommand =
  /**
   * Until `notBefore` it waits apart and blocks none of the conversation's other commands. Before `quietUntil` the
   * customer is likely to go on: it waits in its place.
   */
  | {
      kind: "wake";
      conversation: ConversationId;
      number: NumberName;
      message?: MessageId;
      notBefore?: number;
      quietUntil?: number;
    }
  | { kind: "part-failed"; reference: Reference; code: string }
  | { kind: "lead"; conversation: ConversationId; number: NumberName }
  /** Lapses if the conversation has gone on since that turn. `step` counts the follow-ups. */
  | { kind: "follow-up"; conversation: ConversationId; number: NumberName; turn: TurnId; step: number };

export interface TurnQueue {
  /**
   * Queues each command behind its conversation's earlier ones. Resolves when all are stored; throws if any
   * was not, after trying all.
   */
  send(commands: readonly TurnCommand[]): Promise<void>;
}

/** Does not identify the customer. */
export type ReportedStatus = Omit<DeliveryStatus, "id" | "businessNumber" | "reference"> & {
  reference: Reference;
  /** The sender; absent if it is not in the settings. */
  number?: NumberName;
};

export interface DeliveryQueue {
  /** Stores all of them, or throws after trying all. Order does not matter. */
  send(statuses: readonly ReportedStatus[]): Promise<void>;
  /** Stores them as one message: they are told in one mail. */
  sendNotices(notices: readonly Notice[]): Promise<void>;
}

/** Why a number sends nothing. */
export type Suspension = {
  until: number;
  since: number;
  code: string;
  /** A hash of the refused ones: others may work. */
  credentials?: string;
};

/**
 * `suspendedUntil`: until then the number sends to no customer; `suspension` says why.
 * `throttledUntil`: until then the number is over its throughput, and each send needs a slot.
 */
export type Loaded = {
  state: ConversationState;
  pending: readonly PendingMessage[];
  /** Oldest first. */
  outbound: readonly Outbound[];
  switchedOff?: boolean;
  rollout?: StoredRollout;
  suspendedUntil?: number;
  suspension?: Suspension;
  throttledUntil?: number;
  /** The conversation that this id leads to. */
  linkedTo?: ConversationId;
  /** The customer of that conversation has the phone that this id is made of. */
  phoneOwner?: ConversationId;
};
type Saved = "saved" | "conflict" | StoredSendBlock;

export interface Conversations {
  /**
   * The state and all that waits, oldest first, also in conversations that were merged into it; and the
   * number's status. Sees every write that ended before the call.
   */
  load(conversation: ConversationId, number?: NumberName): Promise<Loaded>;
  /** The number is refused, or has reached a limit. Of two times the later one stays. */
  suspendNumber(number: NumberName, until: number, code: string, credentials?: string): Promise<void>;
  suspensionOf(number: NumberName): Promise<Suspension | undefined>;
  /** `undefined` unless the number is over its throughput now. */
  throttledUntil(number: NumberName): Promise<number | undefined>;
  /** Ends the suspension and returns it. Reserved slots stay. */
  resumeNumber(number: NumberName): Promise<Suspension | undefined>;
  /**
   * Reserves the next send slot of a throttled number, and throttles it until `from`. Returns the slot's
   * time: `from`, or `width` milliseconds after the slot before.
   */
  reserveSendSlot(number: NumberName, from: number, width: number): Promise<number>;
  /**
   * Replaces the worker's fields and raises the version; "conflict" if somebody did so since `state.version`
   * was read. Refuses under any of `sendBlocks`, checked in the same atomic write. Never writes them.
   */
  save(state: ConversationState, sendBlocks: readonly StoredSendBlock[]): Promise<Saved>;
  /**
   * Merges another conversation of the same customer into this one
   * (domain/conversation/merge-conversations.ts): own fields stay, the latest consent counts, and what waits
   * in the other is loaded with this one. Repeating it changes nothing.
   * If the worker's fields change, a worker that read the conversation before can no longer save it.
   */
  mergeInto(conversation: ConversationId, other: ConversationState): Promise<void>;
  /**
   * Before media of a message are understood: exactly one caller gets `undefined`, every other the time at
   * which that one began.
   */
  claimUnderstanding(
    conversationIds: ConversationIds,
    message: MessageId,
    at: number,
  ): Promise<number | undefined>;
  /**
   * Stores what was understood with the message, by the attachment's place, unless something is stored already
   * or the message was erased. Returns what is stored then.
   */
  keepUnderstood(
    conversationIds: ConversationIds,
    message: MessageId,
    understood: ReadonlyMap<number, Understood>,
  ): Promise<ReadonlyMap<number, Understood>>;
  /** For transcripts and export. Repeating it changes nothing. */
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
   * Changes the outcome of messages that this turn answered, or whose answer it holds as a draft. Others keep
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
  /**
   * For a price that came with a stale status. "new" goes to one caller; "known" if a recorded status had it, or if
   * nothing is known of the attempt.
   */
  notePrice(reference: Reference): Promise<"new" | "known">;
  /** Sees every record that ended before the call. */
  find(reference: Reference): Promise<Delivery | undefined>;
}

/** `thread`: of the latest answer that had one. */
export type Question = { agentId: string; text: string; session: string; thread?: AgentThread };

/** `text` is never blank. */
export type Answer = { text: string; thread?: AgentThread };

export interface Agent {
  /** Throws IntegrationError; `retry` says whether asking again may help. */
  ask(question: Question, deadline: number): Promise<Answer>;
}

export interface Events {
  /** At least once. */
  publish(event: BusinessEvent): Promise<void>;
}
