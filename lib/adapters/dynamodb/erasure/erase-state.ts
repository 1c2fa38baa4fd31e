import { ANONYMISE } from "../../../domain/conversation/erased-fields.ts";
import type { Progress } from "../../../domain/conversation/progress.ts";
import type { ConversationId } from "../../../domain/ids.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import {
  readItem,
  removeAllExcept,
  type Table,
  updateIf,
  updateOptimistically,
} from "../items/conditional.ts";
import { type Item, json, keys, number, readJson, readNumber } from "../items/items.ts";
import { nextControlled, STATE_KEPT_ON_ERASURE, unchangedSince } from "../items/state-item.ts";

/** `indexedAs`: the entries of the directory. `version`: of the erased state. */
export type ErasedState = { erased: boolean; indexedAs?: string; version?: number; kept?: object };

/** Keeps `indexedAs`, and fences off a worker that has read the state. */
export function eraseState(table: Table, conversation: ConversationId): Promise<ErasedState> {
  const key = keys.state(conversation);
  return updateOptimistically<ErasedState>(async () => {
    const item: Item | undefined = await readItem(table, key);
    if (!item) return { result: { erased: false } };
    const { v: _, ...left } = removeAllExcept(item, STATE_KEPT_ON_ERASURE);
    if (
      Object.keys(left).every((name) => name === "progress") &&
      ANONYMISE.progress.isAnonymous(readJson<Progress>(item, "progress") ?? {})
    )
      return { result: { erased: false } };
    const progress = readJson<Progress>(item, "progress") ?? {};
    const { indexedAs } = progress;
    const kept = ANONYMISE.progress.keep(progress);
    const version = (readNumber(item, "version") ?? 0) + 1;
    const change = {
      ...removeAllExcept(item, STATE_KEPT_ON_ERASURE),
      ...((indexedAs !== undefined || kept) && {
        progress: json({ ...kept, ...omitUndefined({ indexedAs }) }),
      }),
      ...nextControlled(item),
      version: number(version),
    };
    if (await updateIf(table, key, change, unchangedSince(item))) return undefined;
    return { result: { erased: true, version, ...omitUndefined({ indexedAs, kept }) } };
  });
}

/** Removes `indexedAs`, unless the customer has written since. */
export async function eraseIndexTrace(
  table: Table,
  conversation: ConversationId,
  { indexedAs, version, kept }: ErasedState,
): Promise<void> {
  if (indexedAs === undefined || version === undefined) return;
  const values = { ":read": number(version) };
  await updateIf(
    table,
    keys.state(conversation),
    { progress: kept && json(kept) },
    { condition: "version = :read", values },
  );
}
