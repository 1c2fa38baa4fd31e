import type { Consent } from "../../domain/consent/consent.ts";
import type { ConversationState } from "../../domain/conversation/conversation.ts";
import { parted } from "../../domain/conversation/merged.ts";
import type { ConversationId } from "../../domain/ids.ts";
import { readItem, setIf, type Table, untilWritten } from "./conditional.ts";
import { ITEM_VERSION, type Item, json, keys, readJson } from "./items.ts";

export const wishesIn = (item: Item | undefined): Consent => (item && readJson<Consent>(item, "wishes")) ?? {};

/** The state with the wishes that have outlived it. While it has wishes of its own, those count: the save's condition sees no others. */
export function withWishes(state: ConversationState, item: Item | undefined): ConversationState {
  const { wishes } = parted(state);
  return Object.keys(wishes).length > 0 ? state : { ...state, ...wishesIn(item) };
}

/**
 * Changes the lasting wishes, and gives them as they are then. A customer who wants no more messages wants none next year either,
 * so they are kept a second time, in an item that names nobody and has no end.
 */
export function keepWishes(table: Table, conversation: ConversationId, change: (kept: Consent) => Consent): Promise<Consent> {
  const key = keys.wishes(conversation);
  return untilWritten(async () => {
    const item = await readItem(table, key);
    const result = change(wishesIn(item));
    const [before, after] = [item?.wishes, json(result)];
    if (Object.keys(result).length === 0 || before?.S === after.S) return { result };
    const standing = await setIf(
      table,
      key,
      { v: { N: ITEM_VERSION }, wishes: after },
      before ? { condition: "wishes = :read", values: { ":read": before } } : { condition: "attribute_not_exists(wishes)" },
    );
    return standing ? undefined : { result };
  });
}
