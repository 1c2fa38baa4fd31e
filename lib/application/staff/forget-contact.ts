import type { Named } from "../../domain/conversation/contact.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import { conversationsOfContact, readUnlinked } from "./contact-conversations.ts";
import { isKnown } from "./find-conversation.ts";
import type { Asked, Operator } from "./operator.ts";

type Ports = Pick<
  Operator,
  "controls" | "conversations" | "history" | "leads" | "handoffList" | "directory" | "numbers" | "conversationFor" | "clock" | "briefId"
>;

export type Forgotten = { conversation: ConversationId; erased: number };

/**
 * Erases all that is personal about a contact; `undefined` when nothing is known. One conversation after the other, the one that leads
 * to the others last: whoever is interrupted finds what is left by asking again. That it was done is kept, without saying whose it was.
 */
export const forgetContactWith =
  (operator: Ports) =>
  async ({ contact, number, by }: Asked<{ contact: Named; number?: NumberName }>): Promise<readonly Forgotten[] | undefined> => {
    const { history, leads, handoffList, clock, briefId } = operator;
    const forgotten: Forgotten[] = [];
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
      await history.record("*", `forget-${briefId(conversation, String(at))}`, { at, by, what: "forget", detail: conversation });
      forgotten.push({ conversation, erased: await history.erase(conversation) });
    }
    return forgotten.length > 0 ? forgotten : undefined;
  };
