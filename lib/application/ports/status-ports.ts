import type { ConversationId, NumberName } from "../../domain/ids.ts";

/** Why an answer has to be tried again. */
export type DelayReason = "agent" | "refused" | "stopped" | "confirmation";

/** A customer whose answer is late. `since`: when the first unanswered message arrived. */
export type DelayedAnswer = {
  conversation: ConversationId;
  number: NumberName;
  since: number;
  why: DelayReason;
  /** Some minutes after the next try: later the entry no longer counts. */
  until: number;
};

/**
 * Written only when something is wrong. An entry may outlive its reason: its reader checks that the customer
 * still waits.
 */
export interface DelayedAnswers {
  /** Replaces the entry of that conversation and time. */
  note(answer: DelayedAnswer): Promise<void>;
  /** Repeating it changes nothing. */
  remove(conversation: ConversationId, since: number): Promise<void>;
  /** The longest waiting first. `more`: there are more, or not all were looked at. */
  list(max: number): Promise<{ answers: readonly DelayedAnswer[]; more: boolean }>;
}

/**
 * `turn`: a customer did not get the agent's answer. `deferred`: it came too late for the customer service
 * window. `message`: of staff, a mailing or the system itself. `agent`, `send`: attempts.
 */
export type FailureKind = "turn" | "deferred" | "message" | "agent" | "send";
export type FailureCount = { kind: FailureKind; code: string; count: number; lastAt: number };

export type Failure = { kind: FailureKind; code: string; conversation: ConversationId };

/** Written only when something fails. */
export interface FailureCounts {
  /** "*": of numbers that are not in the settings. */
  add(number: NumberName | "*", failure: Failure): Promise<void>;
  /** Since that time, or up to five minutes before it. The first 500 entries of each shard. */
  since(number: NumberName | "*", at: number): Promise<readonly FailureCount[]>;
}
