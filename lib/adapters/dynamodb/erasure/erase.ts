import type { Clock } from "../../../application/ports/ports.ts";
import { type ConversationId, conversationId } from "../../../domain/ids.ts";
import { removeActivity } from "../inbox/activity.ts";
import {
  type Change,
  conditionalWrite,
  removeAllExcept,
  type Table,
  updateIf,
} from "../items/conditional.ts";
import { type Item, keys, number, readText, text } from "../items/items.ts";
import { MESSAGE_CODECS } from "../items/message-item.ts";
import { readPartition } from "../items/read-many.ts";
import { shardFor } from "../items/shards.ts";
import { eraseIndexTrace, eraseState } from "./erase-state.ts";

type ErasureTable = Table & { clock: Clock };

const MAX_AT_ONCE = 25;

/** Limits concurrency: a long conversation has thousands of items. Counts the acts that returned `true`. */
async function countEach<Value>(
  values: readonly Value[],
  act: (value: Value) => Promise<boolean>,
): Promise<number> {
  let count = 0;
  for (let at = 0; at < values.length; at += MAX_AT_ONCE)
    count += (await Promise.all(values.slice(at, at + MAX_AT_ONCE).map((value) => act(value)))).filter(
      Boolean,
    ).length;
  return count;
}

/** Removed also when written after the message was read. */
const REMOVED: Change = Object.fromEntries(
  [...Object.keys(MESSAGE_CODECS), "understood", "answeredBy", "pendingAt"].map((name) => [name, undefined]),
);
/** The rest is removed, also what only a later version knows. */
const KEPT_ON_ERASURE = ["pk", "sk", "v", "expiresAt", "outcome", "reason", "endedAt"];

/**
 * Erases in an order that a repeat after a crash can complete: what waits, so that no worker starts on it;
 * the state, which fences off a running worker; last the trace to the entries elsewhere. Returns the number
 * of erased items.
 */
export async function eraseConversation(table: ErasureTable, conversation: ConversationId): Promise<number> {
  const pk = keys.partition(conversation).S;
  const attributes = ["pk", "sk"];
  const removeItem = (item: Item) => remove(table, item);
  let erased = await countEach(await readPartition(table, { pk, prefix: "IN#" }), (item) =>
    eraseMessage(table, item),
  );
  erased += await countEach(await readPartition(table, { pk, prefix: "OUT#", attributes }), removeItem);

  const state = await eraseState(table, conversation);
  if (state.erased) erased += 1;

  const rest = (await readPartition(table, { pk, attributes })).filter(
    (item) => !/^(?:IN#|STATE$|CONSENT$|OPTIN$)/.test(readText(item, "sk") ?? ""),
  );
  erased += await countEach(rest, removeItem);
  const listed = await Promise.all(
    (["HANDOFF", "DELAYED"] as const).map((list) =>
      readPartition(table, { pk: shardFor(list, conversation).S, attributes }),
    ),
  );
  erased += await countEach(
    listed.flat().filter((item) => readText(item, "sk")?.endsWith(`#${conversation}`)),
    removeItem,
  );
  const [session, ...names] = state.indexedAs?.split(" ") ?? [];
  erased += await countEach(
    [keys.lead(conversation), ...(session ? [keys.session(session, conversation)] : [])],
    removeItem,
  );
  erased += await countEach(names, (name) =>
    remove(table, keys.name(conversationId(name)), { conversation }),
  );

  // After the state: who notes the conversation meanwhile sees that nothing is left to list.
  erased += Number(await removeActivity(table, conversation));

  await eraseIndexTrace(table, conversation, state);
  return erased;
}

/** Returns whether the item was there. `of`: only while it belongs to this conversation. */
async function remove(
  table: ErasureTable,
  { pk, sk }: Item,
  of?: { conversation: ConversationId },
): Promise<boolean> {
  if (!pk || !sk) return false;
  const { client, tableName: TableName } = table;
  const only = of && {
    ConditionExpression: "conversation = :of",
    ExpressionAttributeValues: { ":of": text(of.conversation) },
  };
  let removed = false;
  await conditionalWrite(table, { pk, sk }, async () => {
    const { Attributes } = await client.deleteItem({
      TableName,
      Key: { pk, sk },
      ReturnValues: "ALL_OLD",
      ...only,
    });
    removed = Attributes !== undefined;
  });
  return removed;
}

/** Keeps the hashed id, to recognise a repeat. A waiting message ends; an ended one keeps its outcome. */
async function eraseMessage(table: ErasureTable, item: Item): Promise<boolean> {
  const { pk, sk, id, outcome } = item;
  if (!pk || !sk || !id) return false;
  const ending = outcome
    ? {}
    : { outcome: text("ignored"), reason: text("erased"), endedAt: number(table.clock.now()) };
  const change = { ...REMOVED, ...removeAllExcept(item, KEPT_ON_ERASURE), ...ending };
  await updateIf(table, { pk, sk }, change, { condition: "attribute_exists(id)" });
  return true;
}
