import type { Named } from "../domain/contact.ts";
import type { NumberName } from "../domain/ids.ts";
import { conversationsOfContact } from "./contact-conversations.ts";
import { isKnown } from "./find-conversation.ts";
import { inParallel } from "./in-parallel.ts";
import type { Asked, Operator } from "./operator.ts";

const AT_ONCE = 4;

type Ports = Pick<
  Operator,
  "controls" | "conversations" | "history" | "leads" | "directory" | "numbers" | "conversationFor" | "clock" | "briefId"
>;

/** All that is kept about a contact, readable and as it is kept; `undefined` when that is nothing. That somebody took it is kept too. */
export const exportContactWith =
  (operator: Ports) =>
  async ({ contact, number, by }: Asked<{ contact: Named; number?: NumberName }>) => {
    const { controls, history, leads, clock, briefId } = operator;
    const ids = await conversationsOfContact(operator, contact, number);
    const found = await inParallel(ids, AT_ONCE, async (conversation) => {
      const [state, items, transcript, acts, lead] = await Promise.all([
        controls.read(conversation),
        history.everything(conversation),
        history.transcript(conversation),
        history.acts(conversation),
        leads.find(conversation),
      ]);
      if (items.length === 0 && !lead && !isKnown(state)) return undefined;
      return { conversation, ...(isKnown(state) && { state }), transcript, acts, ...(lead && { lead }), items };
    });
    const conversations = found.filter((each) => each !== undefined);
    if (conversations.length === 0) return undefined;
    const exportedAt = clock.now();
    await Promise.all(
      conversations.map(({ conversation }) =>
        history.record(conversation, `export-${briefId(by, String(exportedAt))}`, { at: exportedAt, by, what: "export" }),
      ),
    );
    return { exportedAt, conversations };
  };
