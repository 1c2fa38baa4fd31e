import type { ContactIdentifier } from "../../../domain/conversation/contact-identifier.ts";
import type { ConversationId, NumberName } from "../../../domain/ids.ts";
import { isListed } from "../../../domain/inbox/row-state.ts";
import { searchWords } from "../../../domain/inbox/search-words.ts";
import { findConversations } from "../conversation/find-conversation.ts";
import type { StaffDeps } from "../staff-deps.ts";
import { type InboxRow, inboxRow } from "./inbox-row.ts";
import type { ListInboxDeps } from "./list-inbox.ts";

export type SearchInboxDeps = ListInboxDeps &
  Pick<StaffDeps, "controls" | "directory"> & {
    /** `undefined` for a text that cannot be a phone number or the id of a contact. */
    contactOf(text: string): ContactIdentifier | undefined;
  };

const MAX_FOUND = 50;

/**
 * Finds by phone number or id, as the operator API does, and by words of the customer's name or of the lead.
 * `more`: there are more, or not all were looked at.
 */
export async function searchInbox(
  deps: SearchInboxDeps,
  { text, number }: { text: string; number?: NumberName },
): Promise<{ conversations: readonly InboxRow[]; more: boolean }> {
  const contact = deps.contactOf(text);
  const words = searchWords(text);
  const [byId, byWords] = await Promise.all([
    contact ? findConversations(deps, contact, number) : [],
    words.length > 0 ? deps.lists.search(words, MAX_FOUND) : { conversations: [], more: false },
  ]);
  const ids = [...new Set([...byId.map(({ conversation }) => conversation), ...byWords.conversations])];
  const rows = await rowsOf(deps, ids);
  const found = rows.filter((row) => number === undefined || row.number === number);
  return { conversations: found.slice(0, MAX_FOUND), more: byWords.more || found.length > MAX_FOUND };
}

async function rowsOf(
  { activity, ...deps }: SearchInboxDeps,
  ids: readonly ConversationId[],
): Promise<readonly InboxRow[]> {
  const [states, entries] = await Promise.all([activity.states(ids), activity.entries(ids)]);
  return states.flatMap((state) =>
    isListed(state) ? [inboxRow(deps, state, entries.get(state.conversation))] : [],
  );
}
