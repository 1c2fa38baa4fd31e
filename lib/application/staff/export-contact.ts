import type { ContactIdentifier } from "../../domain/conversation/contact.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import { conversationsOfContact, readUnlinked } from "./contact-conversations.ts";
import { exportPage, readExportCursor, writeExportCursor } from "./export-pages.ts";
import { isKnown } from "./find-conversation.ts";
import type { ByStaff, StaffDeps } from "./staff-deps.ts";

type Ports = Pick<
  StaffDeps,
  "controls" | "conversations" | "history" | "leads" | "directory" | "numbers" | "conversationFor" | "clock" | "shortId"
>;

/**
 * All that is kept about a contact, readable and as it is kept, page by page: as much as an answer can hold, and a cursor while there is more.
 * `undefined` when nothing is kept. That somebody took it is kept too, before anything is handed out.
 */
export const exportContactWith =
  (operator: Ports) =>
  async ({ contact, number, by, cursor }: ByStaff<{ contact: ContactIdentifier; number?: NumberName; cursor?: string }>) => {
    const { history, leads, clock, shortId } = operator;
    const place =
      cursor === undefined
        ? { exportedAt: clock.now(), conversations: await conversationsOfContact(operator, contact, number) }
        : readExportCursor(cursor);
    if (!place) return "bad-cursor";
    const { exportedAt } = place;

    async function read(conversation: ConversationId, after: string | undefined) {
      const begins = after === undefined;
      const [state, part, lead] = await Promise.all([
        begins ? readUnlinked(operator, conversation) : undefined,
        history.part(conversation, after),
        begins ? leads.find(conversation) : undefined,
      ]);
      const known = state && isKnown(state);
      if (begins && part.items.length === 0 && part.next === undefined && !lead && !known) return undefined;
      if (begins) await history.record(conversation, `export-${shortId(by, String(exportedAt))}`, { at: exportedAt, by, what: "export" });
      return { conversation, ...(known && { state }), ...part, ...(lead && { lead }) };
    }

    const { conversations, next } = await exportPage(place, read);
    if (conversations.length === 0 && cursor === undefined && !next) return undefined;
    return { exportedAt, conversations, ...(next && { cursor: writeExportCursor(next) }) };
  };
