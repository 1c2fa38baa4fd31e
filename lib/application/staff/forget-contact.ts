import type { ContactIdentifier } from "../../domain/conversation/contact.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import { conversationsOfContact, readUnlinked } from "./contact-conversations.ts";
import { isKnown } from "./find-conversation.ts";
import type { ByStaff, StaffDeps } from "./staff-deps.ts";

type Ports = Pick<
  StaffDeps,
  "controls" | "conversations" | "history" | "leads" | "handoffList" | "directory" | "numbers" | "conversationFor" | "clock" | "shortId"
>;

export type ErasedConversation = { conversation: ConversationId; erased: number };

/**
 * Erases all that is personal about a contact; `undefined` when nothing is known. One conversation after the other, the one that leads
 * to the others last: whoever is interrupted finds what is left by asking again. That it was done is kept, without saying whose it was.
 */
export const forgetContactWith =
  (operator: Ports) =>
  async ({
    contact,
    number,
    by,
  }: ByStaff<{ contact: ContactIdentifier; number?: NumberName }>): Promise<readonly ErasedConversation[] | undefined> => {
    const { history, leads, handoffList, clock, shortId } = operator;
    const forgotten: ErasedConversation[] = [];
    for (const conversation of (await conversationsOfContact(operator, contact, number)).toReversed()) {
      const [state, items, lead] = await Promise.all([
        readUnlinked(operator, conversation),
        history.everything(conversation),
        leads.find(conversation),
      ]);
      if (items.length === 0 && !lead && !isKnown(state)) continue;
      for (const handoff of [state.handoff, ...(state.endedHandoffs ?? [])]) if (handoff) await handoffList.remove(handoff);
      const at = clock.now();
      // Before it is done: afterwards nobody may be left who could be found again.
      await history.record("*", `forget-${shortId(conversation, String(at))}`, { at, by, what: "forget", detail: conversation });
      forgotten.push({ conversation, erased: await history.erase(conversation) });
    }
    return forgotten.length > 0 ? forgotten : undefined;
  };
