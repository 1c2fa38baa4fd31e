/**
 * Twilio's own. The message must be exactly one of them.
 * https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
 */
const WORDS = {
  STOP: ["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "optout", "revoke"],
  START: ["start", "unstop"],
  HELP: ["help", "info"],
} as const;

export type OptOutType = keyof typeof WORDS;

/** Twilio's own replies: the business need not send any. */
export const OPT_OUT_ANSWERS: Readonly<Record<OptOutType, string>> = {
  STOP: "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.",
  START:
    "You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe.",
  HELP: "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
};

export function optOutTypeOf(text: string): OptOutType | undefined {
  const word = text.trim().toLowerCase();
  if (WORDS.STOP.some((each) => each === word)) return "STOP";
  if (WORDS.START.some((each) => each === word)) return "START";
  return WORDS.HELP.some((each) => each === word) ? "HELP" : undefined;
}
