import type { ConversationId } from "../ids.ts";
import type { Customer } from "../inbound/inbound.ts";
import type { Rollout } from "./rollout.ts";

/** Of the settings. `contacts`: phones with +, or user ids. */
export type RolloutSettings = Omit<Rollout, "contacts" | "percent"> & {
  contacts: readonly string[];
  percent?: number | undefined;
};

const customerOf = (contact: string): Customer =>
  contact.startsWith("+") ? { phone: contact.slice(1) } : { userId: contact };

/** Only listed contacts are meant where some are listed and no percentage is given. */
export const configuredRollout = (
  { contacts, percent = contacts.length > 0 ? 0 : 100, others, drafts }: RolloutSettings,
  idOf: (customer: Customer) => ConversationId,
): Rollout => ({
  percent,
  contacts: contacts.map((contact) => idOf(customerOf(contact))),
  others,
  drafts,
});
