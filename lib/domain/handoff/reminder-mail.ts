import type { Customer } from "../inbound/inbound.ts";
import {
  answerUntil,
  customerFacts,
  durationOf,
  factLines,
  formatTime,
  howToAnswer,
  nameInSubject,
} from "./mail-parts.ts";
import type { ReminderKind } from "./reminder-kinds.ts";

const SUBJECTS: Record<ReminderKind, string> = { long: "Still waiting", closing: "Answer soon" };

/** Without `customer` and a link to the customer it identifies nobody. */
export function reminderMail(details: {
  kind: ReminderKind;
  since: number;
  now: number;
  conversation: string;
  number: string;
  windowClosesAt: number | undefined;
  customer?: Customer;
  link?: string;
  inbox?: string;
  stage?: string | undefined;
}): { subject: string; text: string } {
  const { kind, since, now, conversation, number, windowClosesAt, customer, link, inbox, stage } = details;
  const chat = link ?? inbox;
  const left =
    kind === "closing" && windowClosesAt !== undefined
      ? ` In ${durationOf(windowClosesAt - now)} the customer can no longer be answered freely.`
      : "";
  return {
    subject: `${SUBJECTS[kind]}${nameInSubject(customer)} (${number})`,
    text: [
      `WhatsApp number "${number}". A customer has waited for a person for ${durationOf(now - since)}, and nobody has answered yet.${left}`,
      "",
      ...factLines([
        ...customerFacts(customer),
        ["Waiting since", formatTime(since)],
        answerUntil(windowClosesAt !== undefined && windowClosesAt > now ? windowClosesAt : undefined),
        ["Open the chat", chat],
        ["Conversation", conversation],
      ]),
      "",
      ...howToAnswer({ conversation, stage, inbox, chat }),
    ].join("\n"),
  };
}
