import type { ContactIdentifier } from "../../domain/conversation/contact-identifier.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { conversationsOfContact, readUnlinked } from "./contact-conversations.ts";
import { exportPage, readExportCursor, writeExportCursor } from "./export-pages.ts";
import { isKnown } from "./find-conversation.ts";
import type { ByStaff, StaffDeps } from "./staff-deps.ts";

type Deps = Pick<
  StaffDeps,
  | "controls"
  | "conversations"
  | "history"
  | "leads"
  | "directory"
  | "numbers"
  | "conversationFor"
  | "clock"
  | "shortId"
  | "optIns"
>;

/**
 * Readable and as stored, with a cursor while there is more. `undefined` when nothing is kept. Records who
 * took it before anything is handed out.
 */
export async function exportContact(
  deps: Deps,
  {
    contact,
    number,
    by,
    cursor,
  }: ByStaff<{ contact: ContactIdentifier; number?: NumberName; cursor?: string }>,
) {
  const { history, leads, clock, shortId, optIns } = deps;
  const place =
    cursor === undefined
      ? { exportedAt: clock.now(), conversations: await conversationsOfContact(deps, contact, number) }
      : readExportCursor(cursor);
  if (!place) return "bad-cursor";
  const { exportedAt } = place;

  async function readPart(conversation: ConversationId, after: string | undefined) {
    const isFirst = after === undefined;
    const [state, part, lead, kept] = await Promise.all([
      isFirst ? readUnlinked(deps, conversation) : undefined,
      history.part(conversation, after),
      isFirst ? leads.find(conversation) : undefined,
      isFirst ? optIns.find(conversation) : undefined,
    ]);
    const known = state && isKnown(state) ? state : undefined;
    if (isFirst && part.items.length === 0 && part.next === undefined && !lead && !known) return undefined;
    if (isFirst)
      await history.record(conversation, `export-${shortId(by, String(exportedAt))}`, {
        at: exportedAt,
        by,
        what: "export",
      });
    return {
      conversation,
      ...omitUndefined({ state: known }),
      ...part,
      ...omitUndefined({ lead, optIns: kept?.optIns }),
    };
  }

  const { conversations, next } = await exportPage(place, readPart);
  if (conversations.length === 0 && cursor === undefined && !next) return undefined;
  return { exportedAt, conversations, ...(next && { cursor: writeExportCursor(next) }) };
}
