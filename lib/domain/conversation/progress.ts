import type { OptOutScope } from "../consent/consent-change.ts";
import type { TurnId } from "../ids.ts";
import type { LastHour } from "../turn/hourly-limits.ts";
import type { Pace } from "../turn/pace.ts";
import type { ReplyPart } from "../turn/turn.ts";
import type { SideTasks } from "./side-tasks.ts";

/** `sent`: attempts that may have reached the customer all the same. */
export type DeferredPart = ReplyPart & { sent?: { turn: TurnId; part: number; attempts: number } };

/** A reply that came too late for the customer service window, and waits for the customer's next message. */
export type DeferredReply = {
  /** What made it: a turn, or the first failure that came late. Another one for another reply. */
  turn: string;
  parts: readonly DeferredPart[];
  /** Milliseconds since 1970. */
  at: number;
};

/** What stays of it when a contact is erased: what was said about a wish, which stays too. It names nobody, and is not to be said once more. */
export function anonymousProgress({ stopped, consentPublishedFor, consentConfirmedFor }: Progress): Progress | undefined {
  const kept = {
    ...(stopped !== undefined && { stopped }),
    ...(consentPublishedFor !== undefined && { consentPublishedFor }),
    ...(consentConfirmedFor !== undefined && { consentConfirmedFor }),
  };
  return Object.keys(kept).length > 0 ? kept : undefined;
}

/** Whether nothing else is in it. */
export const isAnonymous = (progress: Progress) => Object.keys(progress).length === Object.keys(anonymousProgress(progress) ?? {}).length;

/**
 * What the worker remembers of a conversation: written with the state, by nobody else. What has been done is remembered by the id of
 * what asked for it, so that the write that does it and the note that it is done are one.
 */
export type Progress = {
  /** Nobody has been answered yet. */
  isFirstContact?: boolean;
  /** Handoffs: the last one the customer was told of, that was announced to the team, whose end was published. */
  customerNotifiedOf?: string;
  teamNotifiedOf?: string;
  endPublishedFor?: string;
  /** The last handoff by a text that may yet turn out to be automatic of which the publication has begun, and perhaps happened. */
  teamNotificationBegunFor?: string;
  /** The last handoff that was not published, because the hour had had its share: neither is its end. */
  notPublishedFor?: string;
  /** The last change of the customer's wish that was published, and that was confirmed to the customer. */
  consentPublishedFor?: string;
  consentConfirmedFor?: string;
  /** What the customer had stopped by then. A wish that changes nothing is no news. */
  stopped?: OptOutScope | "nothing";
  /** What the agent reads before the next question: what people did meanwhile. */
  note?: string;
  deferredReply?: DeferredReply;
  /** The last held reply that was delivered, or was not worth it any more. */
  delivered?: string;
  /** The last parts of older answers that were held when their failure came late, by their references. */
  late?: readonly string[];
  /** The turn whose held reply the re-engagement template went out for. */
  reengagedFor?: string;
  /** Turns in a row that the agent failed. */
  failedTurns?: number;
  pace?: Pace;
  /** What has left within the last hour and has a ceiling. */
  lastHour?: LastHour;
  /** Provider ids of the last messages of ours: an echo of them is not a person's. */
  sentIds?: readonly string[];
  /** What of the customer the directory knows: the session's hash, then the names, by spaces. Changes are noted anew. */
  indexedAs?: string;
  /** Milliseconds since 1970 at which all of it was noted last: what the directory and the lead record keep lapses with time. */
  indexedAt?: number;
  /** The lead record has something that could not be published. */
  leadUnpublished?: boolean;
  /** What somebody besides the customer could not be told yet. */
  sideTasks?: SideTasks;
  /** What was merged into the lead record, by field. */
  lead?: Readonly<Record<string, string>>;
};
