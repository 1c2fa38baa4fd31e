import type { ConversationId } from "../ids.ts";

/** What the business has recorded: the customer agreed to be written to. */
export type OptIn = {
  /** Derived from the rest: recording it again changes nothing. */
  id: string;
  /** When the customer agreed. */
  at: number;
  /** Where: a form, a shop, a phone call. */
  source: string;
  /** What the customer agreed to, in the words shown or said. */
  text: string;
  /** Who recorded it, and when. */
  by: string;
  recordedAt: number;
};

/** Under one of a customer's ids. */
export type KeptOptIns = {
  optIns: readonly OptIn[];
  /** The conversation of the customer whose other id this is, once it is known. */
  owner?: ConversationId;
  /** Other ids under which they are kept too. */
  copies?: readonly ConversationId[];
};

/** Of one customer; the latest are kept. */
export const MAX_OPT_INS = 20;

/** More ids than a customer has. */
const MAX_COPIES = 20;

/** In order of time. */
export function mergeOptIns(own: readonly OptIn[], other: readonly OptIn[]): readonly OptIn[] {
  const byId = new Map([...other, ...own].map((each) => [each.id, each]));
  return [...byId.values()]
    .sort((one, two) => one.at - two.at || (one.id < two.id ? -1 : 1))
    .slice(-MAX_OPT_INS);
}

export const withCopy = (copies: readonly ConversationId[] = [], id: ConversationId) =>
  [...new Set([...copies, id])].slice(-MAX_COPIES);
