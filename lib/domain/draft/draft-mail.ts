import { answerUntil, customerFacts, factLines, formatTime, nameInSubject } from "../handoff/mail-parts.ts";
import type { Customer } from "../inbound/inbound.ts";

/** Without `customer` it identifies nobody. Never holds the answer. */
export function draftMail(details: {
  conversation: string;
  number: string;
  since: number;
  windowClosesAt: number | undefined;
  customer?: Customer;
  inbox?: string;
}): { subject: string; text: string } {
  const { conversation, number, since, windowClosesAt, customer, inbox } = details;
  return {
    subject: `An answer waits for your tap${nameInSubject(customer)} (${number})`,
    text: [
      `WhatsApp number "${number}". The assistant has written an answer. It is sent only when one of you taps "Send" in the inbox; you can change it there, or discard it.`,
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
