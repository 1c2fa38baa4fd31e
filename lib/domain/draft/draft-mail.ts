import {
  answerUntil,
  customerFacts,
  durationOf,
  factLines,
  formatTime,
  nameInSubject,
} from "../handoff/mail-parts.ts";
import type { Customer } from "../inbound/inbound.ts";

const written =
  'The assistant has written an answer. It is sent only when one of you taps "Send" in the inbox; you can change it there, or discard it.';

/** Without `customer` it identifies nobody. Never holds the answer. `waitedMs`: the team is reminded. */
export function draftMail(details: {
  conversation: string;
  number: string;
  since: number;
  windowClosesAt: number | undefined;
  customer?: Customer;
  inbox?: string;
  waitedMs?: number;
}): { subject: string; text: string } {
  const { conversation, number, since, windowClosesAt, customer, inbox, waitedMs } = details;
  const waits = waitedMs === undefined ? "" : ` It has waited for ${durationOf(waitedMs)}.`;
  return {
    subject: `An answer ${waits && "still "}waits for your tap${nameInSubject(customer)} (${number})`,
    text: [
      `WhatsApp number "${number}". ${written}${waits}`,
      "",
      ...factLines([
        ...customerFacts(customer),
        ["Waiting since", formatTime(since)],
        answerUntil(windowClosesAt),
        ["Open the chat", inbox],
        ["Conversation", conversation],
      ]),
    ].join("\n"),
  };
}
