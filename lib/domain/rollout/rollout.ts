import type { ConversationId } from "../ids.ts";

/** Whom the bot answers at a number. */
export type Rollout = {
  /** 0 to 100, of the customers who are not listed. */
  percent: number;
  /** The conversation ids that a phone or a user id would have: keyed hashes, so they name nobody. */
  contacts: readonly ConversationId[];
  /** What the others get: nothing at all, or a person. */
  others: "silent" | "handoff";
  /** The agent's answers wait for a person's tap. */
  drafts: boolean;
};

/** Replaces the rollout of the settings. */
export type StoredRollout = Rollout & { by: string; at: number };

export const EVERYBODY: Rollout = { percent: 100, contacts: [], others: "silent", drafts: false };

/** More would make the item large that is read with every message. */
export const MAX_ROLLOUT_CONTACTS = 200;

/** `ids`: the conversation ids of all ids of the customer. `position`: see `rolloutPosition`. */
export const isInRollout = (
  { percent, contacts }: Pick<Rollout, "percent" | "contacts">,
  { ids, position }: { ids: readonly ConversationId[]; position: number },
): boolean => position < percent || ids.some((id) => contacts.includes(id));
