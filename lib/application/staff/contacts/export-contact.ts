import type { ContactIdentifier } from "../../../domain/conversation/contact-identifier.ts";
import type { ConversationId, NumberName } from "../../../domain/ids.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { isKnown } from "../conversation/find-conversation.ts";
import type { ByStaff, StaffDeps } from "../staff-deps.ts";
import { conversationsOfContact, readUnlinked } from "./contact-conversations.ts";
import { exportPage, readExportCursor, writeExportCursor } from "./export-pages.ts";
import { ownOptIns } from "./own-opt-ins.ts";

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
  const { history, leads, clock, shortId } = deps;
  const given = cursor === undefined ? undefined : readExportCursor(cursor);
  if (cursor !== undefined && !given) return "bad-cursor";
  const all = await conversationsOfContact(deps, contact, number);
  const optIns = new Map(await ownOptIns(deps, all));
  const place = given ?? { exportedAt: clock.now(), conversations: all };
  const { exportedAt } = place;

  async function readPart(conversation: ConversationId, after: string | undefined) {
    const isFirst = after === undefined;
    const kept = isFirst ? optIns.get(conversation) : undefined;
    const [state, part, lead] = await Promise.all([
      isFirst ? readUnlinked(deps, conversation) : undefined,
      history.part(conversation, after),
      isFirst ? leads.find(conversation) : undefined,
    ]);
    const known = state && isKnown(state) ? state : undefined;
    const isEmpty = part.items.length === 0 && part.next === undefined && !lead && !known && !kept;
    if (isFirst && isEmpty) return undefined;
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
