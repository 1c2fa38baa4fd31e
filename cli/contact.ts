import { parseContactPhone } from "../lib/adapters/phone/phones.ts";
import {
  type ContactIdentifier,
  parseContactIdentifier,
} from "../lib/domain/conversation/contact-identifier.ts";
import type { ResultOf } from "../lib/operator-api/results.ts";
import type { Api } from "./client.ts";
import { unmarked } from "./dashed-id.ts";
import { CliProblem, EXIT } from "./problem.ts";
import { shownWindow } from "./times.ts";

export const CONTACT_HELP = "phone with + and country code, user id (US.1349…), or conversation id";

/** Throws a problem that names the fix. */
export function contactFrom(text: string): ContactIdentifier {
  const named = parseContactIdentifier(unmarked(text), parseContactPhone);
  if (named) return named;
  throw new CliProblem(
    EXIT.usage,
    /^[\d\s().-]+$/.test(text)
      ? `"${text}": put + and the country code before the phone number, for instance +1 415 555 0123.`
      : `"${text}" is not a contact: use a ${CONTACT_HELP}.`,
  );
}

export function contactText(named: ContactIdentifier): string {
  switch (named.kind) {
    case "phone":
      return `+${named.phone}`;
    case "user":
      return named.userId;
    case "conversation":
      return named.conversation;
  }
}

export const findConversations = async (
  api: Api,
  contact: ContactIdentifier,
  number?: string,
): Promise<ResultOf<"find">["conversations"]> =>
  (await api.call("find", { body: { contact: contactText(contact), ...(number && { number }) } }))
    .conversations;

/** Never guesses among several. */
export async function theConversation(
  api: Api,
  text: string,
  { number, now }: { number?: string | undefined; now: number },
): Promise<string> {
  const contact = contactFrom(text);
  if (contact.kind === "conversation" && !number) return contact.conversation;
  const [conversation, another, ...more] = await findConversations(api, contact, number);
  if (conversation && !another) return conversation.conversation;
  const all = [conversation, another, ...more].filter((each) => each !== undefined);
  throw new CliProblem(
    EXIT.usage,
    `The contact has ${all.length} conversations: choose one with --number or the conversation's id.`,
    all.map(
      (each) => `${each.conversation}  ${each.number ?? "?"}  ${shownWindow(each.windowClosesAt, now)}`,
    ),
  );
}
