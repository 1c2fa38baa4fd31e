import { SECOND_MS } from "../time.ts";
import type { Turn } from "../turn/turn.ts";

/** The app's greeting and away message follow within two seconds. Nobody types so fast. */
const MAX_GAP_MS = 2 * SECOND_MS;
/** Providers report whole seconds: a gap of one is under two, a gap of two may be almost three. */
const MAX_SURE_GAP_MS = SECOND_MS;
/** Two webhooks that arrive together may be handled in either order. */
const ARRIVAL_SLACK_MS = SECOND_MS;
/** Staff write shorter texts ("One moment please") to many customers. */
const MIN_REPEATED_LENGTH = 20;
/** A text to so many customers within a day is the app's: an away message or a broadcast. */
const MIN_CUSTOMERS = 3;

export type MessageTimes = { sentAt: number; arrivedAt?: number };

const gapOf = (text: MessageTimes, message: MessageTimes) => text.sentAt - message.sentAt;

/** Faster than a person types. `false` in doubt. */
export function isTooFastForPerson(text: MessageTimes, message: MessageTimes): boolean {
  const gap = gapOf(text, message);
  if (gap < 0 || gap > MAX_GAP_MS) return false;
  if (gap <= MAX_SURE_GAP_MS) return true;
  return (
    text.arrivedAt !== undefined &&
    message.arrivedAt !== undefined &&
    text.arrivedAt - message.arrivedAt <= MAX_GAP_MS
  );
}

/**
 * For a message that arrived after the text, which must be later by the provider's time: in the same second,
 * the customer is more likely answering staff.
 */
export function isTooFastByProviderTime(
  text: Required<MessageTimes>,
  message: Required<MessageTimes>,
): boolean {
  const gap = gapOf(text, message);
  return (
    gap >= MAX_SURE_GAP_MS && gap <= MAX_GAP_MS && message.arrivedAt >= text.arrivedAt - ARRIVAL_SLACK_MS
  );
}

const secondOf = (at: number) => Math.floor(at / SECOND_MS);

/** If so, a person wrote the text, having seen that answer. */
export const hasBotAnsweredBetween = (turn: Turn | undefined, text: MessageTimes, message: MessageTimes) =>
  (turn?.parts ?? []).some(
    ({ sendingAt }) =>
      sendingAt !== undefined && sendingAt >= message.sentAt && secondOf(sendingAt) <= secondOf(text.sentAt),
  );

export const isLongEnoughToCompare = (text: string) => text.trim().length >= MIN_REPEATED_LENGTH;
export const isSentToMany = (customers: number) => customers >= MIN_CUSTOMERS;
