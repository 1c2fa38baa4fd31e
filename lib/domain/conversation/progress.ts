import type { AgentThread } from "../agent-thread.ts";
import type { OptOutScope } from "../consent/consent-change.ts";
import type { Disclosure } from "../disclosure/disclosure.ts";
import type { Draft } from "../draft/draft.ts";
import type { Reminders } from "../handoff/reminder-kinds.ts";
import type { TurnId } from "../ids.ts";
import type { FailureOfDay } from "../turn/failure-of-day.ts";
import type { LastHour } from "../turn/hourly-limits.ts";
import type { Pace } from "../turn/pace.ts";
import type { ReplyPart } from "../turn/turn.ts";
import type { SideTasks } from "./side-tasks.ts";

/**
 * `of`: the reply that it belongs to, where another holds it. `sent`: attempts that may have reached the customer
 * after all.
 */
export type DeferredPart = ReplyPart & {
  of?: string;
  sent?: { turn: TurnId; part: number; attempts: number };
};

/** Missed the customer service window and waits for the customer's next message. */
export type DeferredReply = {
  /** The turn, or the first late failure, that deferred it. Identifies this reply. */
  turn: string;
  parts: readonly DeferredPart[];
  at: number;
  /** Sent while the window is open, also without a new message of the customer. */
  isSoon?: boolean;
  /** Replies of which parts were left out, because too much waits. */
  leftOut?: readonly string[];
};

/** `opensAt`: 0 if no opening was known. */
export type ToldOpening = { handoff: string; opensAt: number };

/**
 * What the worker has done, written with the state and only by it. Work done is recorded by its cause's id.
 */
export type Progress = {
  /** The customer has had no answer yet. */
  isFirstContact?: boolean;
  /** The agent has answered no question in this session: the next one tells what is known of the customer. */
  isNewToAgent?: boolean;
  /** The last handoff that the customer was notified of, that the team was, and whose end was published. */
  customerNotifiedOf?: string;
  teamNotifiedOf?: string;
  /** When people are there again, as the customer was told last. */
  toldOpening?: ToldOpening;
  endPublishedFor?: string;
  /** The last handoff by a possibly automatic text whose publishing has begun and may have succeeded. */
  teamNotificationBegunFor?: string;
  /** The last handoff that was not published because of the hourly limit; neither is its end. */
  notPublishedFor?: string;
  /** Our references of waiting messages that were published. */
  received?: readonly string[];
  /** E-mails about a customer who still waits. */
  reminders?: Reminders;
  /** The last consent change that was published, and that was confirmed to the customer. */
  consentPublishedFor?: string;
  consentConfirmedFor?: string;
  /** What the customer had opted out of by then. A change without effect is not published. */
  stopped?: OptOutScope | "nothing";
  /** For the agent before the next question: what staff wrote meanwhile. */
  note?: string;
  /** Of the agent's latest answer that had one. */
  thread?: AgentThread;
  deferredReply?: DeferredReply;
  /** The last deferred replies that were sent, or dropped as outdated. */
  delivered?: readonly string[];
  /** References of the last parts of older answers that were deferred after a late failure. */
  late?: readonly string[];
  /** The turn whose deferred reply the re-engagement template was sent for. */
  reengagedFor?: string;
  /** Consecutive turns in which the agent failed. */
  failedTurns?: number;
  /** The last failure that was the customer's first within a day. */
  failureOfDay?: FailureOfDay;
  /** Of earlier turns, newest last. The current turn holds its own. */
  disclosures?: readonly Disclosure[];
  pace?: Pace;
  lastHour?: LastHour;
  /** Provider ids of our last messages: an echo of one was not written by staff. */
  sentIds?: readonly string[];
  /** When the newest message of an earlier turn was sent, for the inbox. */
  lastSentAt?: number;
  /** The customer's names in the directory, separated by spaces: the session's hash first. */
  indexedAs?: string;
  /** The last full indexing: entries of the directory and lead records expire. */
  indexedAt?: number;
  /** The lead record has a revision that could not be published. */
  leadUnpublished?: boolean;
  /** Work beside the reply that has failed. */
  sideTasks?: SideTasks;
  /** Oldest first. */
  drafts?: readonly Draft[];
  /** Where the customer stands in a rollout by percentage. Kept once a rollout has been judged. */
  rolloutPosition?: number;
  /** What was merged into the lead record last, by field. */
  lead?: Readonly<Record<string, string>>;
};

type Treatment = {
  /**
   * When another conversation of the customer is merged into this one. `own`: the other's only if nothing at
   * all is known here. `own first`: the other's where this one has none. `own only`: never the other's. `if
   * done`: what either has done. `by rule`: see `mergeProgress`.
   */
  merged: "own" | "own first" | "own only" | "if done" | "by rule";
  /** `kept`: names nobody. */
  erased: "removed" | "kept";
};

export const PROGRESS_FIELDS = {
  isFirstContact: { merged: "by rule", erased: "removed" },
  isNewToAgent: { merged: "by rule", erased: "removed" },
  customerNotifiedOf: { merged: "if done", erased: "removed" },
  teamNotifiedOf: { merged: "if done", erased: "removed" },
  toldOpening: { merged: "if done", erased: "removed" },
  endPublishedFor: { merged: "if done", erased: "removed" },
  teamNotificationBegunFor: { merged: "if done", erased: "removed" },
  notPublishedFor: { merged: "if done", erased: "removed" },
  received: { merged: "by rule", erased: "removed" },
  reminders: { merged: "if done", erased: "removed" },
  consentPublishedFor: { merged: "if done", erased: "kept" },
  consentConfirmedFor: { merged: "if done", erased: "kept" },
  stopped: { merged: "if done", erased: "kept" },
  note: { merged: "by rule", erased: "removed" },
  // As the session: a conversation that goes on keeps its own.
  thread: { merged: "own first", erased: "removed" },
  deferredReply: { merged: "by rule", erased: "removed" },
  delivered: { merged: "by rule", erased: "removed" },
  late: { merged: "by rule", erased: "removed" },
  reengagedFor: { merged: "by rule", erased: "removed" },
  failedTurns: { merged: "own", erased: "removed" },
  failureOfDay: { merged: "own", erased: "removed" },
  disclosures: { merged: "by rule", erased: "removed" },
  pace: { merged: "own", erased: "removed" },
  lastHour: { merged: "by rule", erased: "removed" },
  sentIds: { merged: "by rule", erased: "removed" },
  lastSentAt: { merged: "by rule", erased: "removed" },
  // The directory's entries belong to the other conversation's own id.
  indexedAs: { merged: "own only", erased: "removed" },
  indexedAt: { merged: "own only", erased: "removed" },
  leadUnpublished: { merged: "own", erased: "removed" },
  sideTasks: { merged: "by rule", erased: "removed" },
  drafts: { merged: "by rule", erased: "removed" },
  rolloutPosition: { merged: "by rule", erased: "removed" },
  lead: { merged: "own", erased: "removed" },
} as const satisfies { readonly [Name in keyof Progress]-?: Treatment };
