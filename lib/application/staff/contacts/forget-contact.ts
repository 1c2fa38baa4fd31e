import type { ContactIdentifier } from "../../../domain/conversation/contact-identifier.ts";
import type { ConversationId, NumberName } from "../../../domain/ids.ts";
import { isKnown } from "../conversation/find-conversation.ts";
import { removeStaffFiles } from "../replies/staff-files.ts";
import type { ByStaff, StaffDeps } from "../staff-deps.ts";
import { conversationsOfContact, readUnlinked } from "./contact-conversations.ts";
import { ownOptIns, removeOwnOptIns } from "./own-opt-ins.ts";
import { unlistContacts } from "./unlist-contacts.ts";

type Deps = Pick<
  StaffDeps,
  | "controls"
  | "conversations"
  | "history"
  | "leads"
  | "handoffList"
  | "directory"
  | "numbers"
  | "conversationFor"
  | "clock"
  | "shortId"
  | "files"
  | "rollouts"
  | "optIns"
>;

export type ErasedConversation = { conversation: ConversationId; erased: number };

/**
 * `undefined` when nothing is known. The conversation that leads to the others comes last: a repeat after a
 * crash finds the rest. Keeps a record of the erasure that names nobody.
 */
export async function forgetContact(
  deps: Deps,
  { contact, number, by }: ByStaff<{ contact: ContactIdentifier; number?: NumberName }>,
): Promise<readonly ErasedConversation[] | undefined> {
  const { history, leads, handoffList, clock, shortId, files } = deps;
  const erased: ErasedConversation[] = [];
  const known = await conversationsOfContact(deps, contact, number);
  await unlistContacts(deps, known);
  const places = (await ownOptIns(deps, known)).map(([place]) => place);
  for (const place of places) if (!known.includes(place)) await removeOwnOptIns(deps, place, known);
  for (const conversation of known.toReversed()) {
    const [state, items, lead] = await Promise.all([
      readUnlinked(deps, conversation),
      history.everything(conversation),
      leads.find(conversation),
    ]);
    if (items.length === 0 && !lead && !isKnown(state) && !places.includes(conversation)) continue;
    for (const handoff of [state.handoff, ...(state.endedHandoffs ?? [])])
      if (handoff) await handoffList.remove(handoff);
    const at = clock.now();
    // Recorded first: after the erasure the conversation may not be found again.
    await history.record("*", `forget-${shortId(conversation, String(at))}`, {
      at,
      by,
      what: "forget",
      detail: conversation,
    });
    // First: only the conversation knows of them.
    if (files) await removeStaffFiles(files, conversation);
    const optIns = await removeOwnOptIns(deps, conversation, known);
    erased.push({ conversation, erased: Number(optIns) + (await history.erase(conversation)) });
  }
  return erased.length > 0 ? erased : undefined;
}
