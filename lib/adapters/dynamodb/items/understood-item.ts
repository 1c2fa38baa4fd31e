import type { ConversationIds } from "../../../domain/conversation/conversation.ts";
import type { MessageId } from "../../../domain/ids.ts";
import type { Understood } from "../../../domain/media/understood.ts";
import { type Table, updateIf } from "./conditional.ts";
import { type Item, json, keys, number, readJson, readNumber } from "./items.ts";

export const understoodOf = (item: Item): ReadonlyMap<number, Understood> =>
  new Map(readJson<readonly (readonly [number, Understood])[]>(item, "understood") ?? []);

/** An erased message has no content. */
const isThere = "attribute_exists(content)";

/** A message that waits in two conversations is claimed in the first. */
export async function claimUnderstanding(
  table: Table,
  conversationIds: ConversationIds,
  message: MessageId,
  at: number,
): Promise<number | undefined> {
  for (const conversation of conversationIds) {
    const existing = await updateIf(
      table,
      keys.message(conversation, message),
      { understandingAt: number(at) },
      { condition: `${isThere} AND attribute_not_exists(understandingAt)` },
    );
    if (!existing) return undefined;
    const since = readNumber(existing, "understandingAt");
    if (since !== undefined) return since;
  }
  return 0;
}

/** Of a message that waits in two conversations, the first copy counts. */
export async function keepUnderstood(
  table: Table,
  conversationIds: ConversationIds,
  message: MessageId,
  understood: ReadonlyMap<number, Understood>,
): Promise<ReadonlyMap<number, Understood>> {
  const change = { understood: json([...understood]) };
  const condition = `${isThere} AND attribute_not_exists(understood)`;
  const stored = await Promise.all(
    conversationIds.map(async (conversation) => {
      const existing = await updateIf(table, keys.message(conversation, message), change, { condition });
      return existing ? understoodOf(existing) : understood;
    }),
  );
  return stored.find(({ size }) => size > 0) ?? new Map();
}
