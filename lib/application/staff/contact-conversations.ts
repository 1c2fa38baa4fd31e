import type { ContactIdentifier } from "../../domain/conversation/contact-identifier.ts";
import type { ConversationState } from "../../domain/conversation/conversation.ts";
import { type ConversationId, conversationId, type NumberName } from "../../domain/ids.ts";
import { isOthers } from "../identity/share-opt-ins.ts";
import { idsOfOnePerson, readConversation } from "./find-conversation.ts";
import type { StaffDeps } from "./staff-deps.ts";

/** More than any contact has: a mistake in the links still ends. */
const MAX_CONVERSATIONS = 100;

export const readUnlinked = async (
  { conversations }: Pick<StaffDeps, "conversations">,
  id: ConversationId,
): Promise<ConversationState> => (await conversations.load(id)).state;

type Deps = Pick<StaffDeps, "controls" | "directory" | "numbers" | "conversationFor" | "optIns">;

/** Nearest first: an erasure starts at the end and, after a crash, finds the rest by those that are left. */
export async function conversationsOfContact(
  deps: Deps,
  contact: ContactIdentifier,
  number?: NumberName,
): Promise<readonly ConversationId[]> {
  const named = await idsOfOnePerson(deps, contact, number);
  const found = new Set([...named, ...(await ownersOf(deps, contact, named))]);
  // The loop also visits what is added to the set meanwhile.
  for (const id of found) {
    const { state, conversationIds } = await readConversation(deps.controls, id);
    const next = [...conversationIds, ...(await namesOf(deps, state)), ...(await copiesOf(deps, id))];
    if (contact.kind !== "conversation") {
      const { userId, phone } = state.customer ?? {};
      const ids: ContactIdentifier[] = [
        ...(userId ? [{ kind: "user" as const, userId }] : []),
        ...(phone ? [{ kind: "phone" as const, phone }] : []),
      ];
      next.push(...(await Promise.all(ids.map((each) => idsOfOnePerson(deps, each, number, state)))).flat());
    }
    for (const each of next) if (found.size < MAX_CONVERSATIONS) found.add(each);
  }
  return [...found];
}

/** Those that are still this customer's, who may have been written to before the user id was known. */
async function namesOf({ controls }: Deps, state: ConversationState): Promise<readonly ConversationId[]> {
  const [, ...names] = (state.progress?.indexedAs ?? "").split(" ");
  const own: ConversationId[] = [];
  for (const name of names.map(conversationId)) {
    const userId = (await controls.read(name)).customer?.userId;
    if (userId === undefined || userId === state.customer?.userId) own.push(name);
  }
  return own;
}

/** Where else its opt-ins are kept: also when the conversation has expired, and with it what names the ids. */
async function copiesOf({ optIns, controls }: Deps, id: ConversationId): Promise<readonly ConversationId[]> {
  const { copies = [] } = (await optIns.find(id)) ?? {};
  const own: ConversationId[] = [];
  for (const copy of copies) {
    const kept = await optIns.find(copy);
    if (kept && !(await isOthers({ controls }, kept, [id, (await controls.read(id)).conversation])))
      own.push(copy);
  }
  return own;
}

/** The conversation of the one who had the phone last. */
async function ownersOf(
  { optIns }: Deps,
  contact: ContactIdentifier,
  ids: readonly ConversationId[],
): Promise<readonly ConversationId[]> {
  if (contact.kind !== "phone") return [];
  const kept = await Promise.all(ids.map((id) => optIns.find(id)));
  return kept.flatMap((each) => each?.owner ?? []);
}
