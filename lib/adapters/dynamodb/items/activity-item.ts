import { type ConversationId, conversationId, numberName } from "../../../domain/ids.ts";
import type { ActivityEntry } from "../../../domain/inbox/activity-entry.ts";
import { indexKeyOf, placeKey } from "../../../domain/inbox/index-key.ts";
import { asId, asNumber, asText, type Codecs, readFields, writeFields } from "./codec.ts";
import type { Change } from "./conditional.ts";
import { expiresAfter, ITEM_VERSION, type Item, isExpired, keys, readText, text } from "./items.ts";

type Written = Omit<ActivityEntry, "conversation" | "readAt">;

const WRITTEN_CODECS = {
  number: asId(numberName),
  name: asText,
  lastAt: asNumber,
  lastText: asText,
  textAt: asNumber,
  heardAt: asNumber,
  waitingSince: asNumber,
  assignedTo: asText,
  assignedAt: asNumber,
  merged: asNumber,
  changedAt: asNumber,
  revision: asNumber,
} satisfies Codecs<Written>;

/** `undefined` for an item that has expired or is no entry. */
export function entryOf(item: Item | undefined, now: number): ActivityEntry | undefined {
  const conversation = item && !isExpired(item, now) ? readText(item, "sk") : undefined;
  if (!item || conversation === undefined) return undefined;
  const fields = readFields<Omit<ActivityEntry, "conversation">>(item, {
    ...WRITTEN_CODECS,
    readAt: asNumber,
  });
  const { lastAt, changedAt, revision, ...rest } = fields;
  if (lastAt === undefined || changedAt === undefined || revision === undefined) return undefined;
  return { conversation: conversationId(conversation), lastAt, changedAt, revision, ...rest };
}

/** All but `readAt`. */
export function writeEntry(entry: ActivityEntry, now: number, retentionDays: number): Change {
  const { conversation: _, readAt: __, ...written } = entry;
  return {
    v: { N: ITEM_VERSION },
    ...writeFields<Written>(written, WRITTEN_CODECS),
    pendingAt: text(indexKeyOf(entry)),
    expiresAt: expiresAfter(now, retentionDays),
  };
}

/** Lists a conversation for the member of staff who has it. */
export const assignmentItem = (
  { user, at, conversation }: { user: string; at: number; conversation: ConversationId },
  now: number,
  retentionDays: number,
): Item => ({
  ...keys.assignment(user, conversation),
  v: { N: ITEM_VERSION },
  pendingAt: text(placeKey({ at, conversation })),
  expiresAt: expiresAfter(now, retentionDays),
});
