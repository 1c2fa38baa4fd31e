import type { Turn } from "../turn/turn.ts";

/** The app's greeting and away message leave within a second or two of the customer's message. Nobody reads and types so fast. */
const AT_ONCE_MS = 2_000;
/** Providers tell whole seconds: a gap of one second is less than two in truth, a gap of two may be almost three. */
const SURELY_AT_ONCE_MS = 1_000;
/** Two webhooks that arrive almost together may be handled in either order. */
const ARRIVAL_SLACK_MS = 1_000;
/** Shorter texts ("One moment please") are written by people to many customers. */
const MIN_REPEATED_LENGTH = 20;
/** The same words to so many customers within a day are the app's: an away message that was late, or a broadcast. */
const MANY_CUSTOMERS = 3;

/** Milliseconds since 1970: by the provider's clock, and when we first saw it. */
export type MessageTimes = { sentAt: number; arrivedAt?: number };

const gapOf = (text: MessageTimes, message: MessageTimes) => text.sentAt - message.sentAt;

/** Whether a text from the app followed the customer's message faster than a person writes. In doubt it was a person. */
export function isTooFastForPerson(text: MessageTimes, message: MessageTimes): boolean {
  const gap = gapOf(text, message);
  if (gap < 0 || gap > AT_ONCE_MS) return false;
  if (gap <= SURELY_AT_ONCE_MS) return true;
  return text.arrivedAt !== undefined && message.arrivedAt !== undefined && text.arrivedAt - message.arrivedAt <= AT_ONCE_MS;
}

/**
 * The same where the message came to us only after the text: then the provider's clock must put the text after it.
 * Of the same second, the message is more likely the customer's answer to what a person wrote.
 */
export function isTooFastInReverse(text: Required<MessageTimes>, message: Required<MessageTimes>): boolean {
  const gap = gapOf(text, message);
  return gap >= SURELY_AT_ONCE_MS && gap <= AT_ONCE_MS && message.arrivedAt >= text.arrivedAt - ARRIVAL_SLACK_MS;
}

const secondOf = (at: number) => Math.floor(at / 1_000);

/** Whether the bot has answered between the two: who writes after that is a person who has seen it. */
export const hasBotAnsweredBetween = (turn: Turn | undefined, text: MessageTimes, message: MessageTimes) =>
  (turn?.parts ?? []).some(
    ({ sendingAt }) => sendingAt !== undefined && sendingAt >= message.sentAt && secondOf(sendingAt) <= secondOf(text.sentAt),
  );

export const isLongEnoughToCompare = (text: string) => text.trim().length >= MIN_REPEATED_LENGTH;
export const isSentToMany = (customers: number) => customers >= MANY_CUSTOMERS;
