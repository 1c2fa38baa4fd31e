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
  /** It counts no more, and stays as proof of what was known when. */
  withdrawn?: Withdrawal;
};

/** `why`: entered by mistake, or what the customer said. */
type Withdrawal = { at: number; by: string; why: string };

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

/** What is withdrawn anywhere is withdrawn, since the first time. */
function mergeOptIn(one: OptIn | undefined, other: OptIn): OptIn {
  const [first] = [one, other]
    .flatMap((each) => each?.withdrawn ?? [])
    .sort((a, b) => a.at - b.at || (a.by < b.by ? -1 : 1));
  return first ? { ...other, withdrawn: first } : other;
}

export const countingOptIns = (optIns: readonly OptIn[]): readonly OptIn[] =>
  optIns.filter(({ withdrawn }) => withdrawn === undefined);

/** In order of time. */
export function mergeOptIns(own: readonly OptIn[], other: readonly OptIn[]): readonly OptIn[] {
  const byId = new Map<string, OptIn>();
  for (const each of [...other, ...own]) byId.set(each.id, mergeOptIn(byId.get(each.id), each));
  return [...byId.values()]
    .sort((one, two) => one.at - two.at || (one.id < two.id ? -1 : 1))
    .slice(-MAX_OPT_INS);
}

export const withCopy = (copies: readonly ConversationId[] = [], id: ConversationId) =>
  [...new Set([...copies, id])].slice(-MAX_COPIES);
