import type { ConversationState } from "../../../domain/conversation/conversation.ts";
import type { Consent } from "../../../domain/conversation/fields.ts";
import { splitSendBlocks } from "../../../domain/conversation/split-send-blocks.ts";
import type { ConversationId } from "../../../domain/ids.ts";
import { readItem, type Table, updateIf, updateOptimistically } from "./conditional.ts";
import { readDocument, writeDocument } from "./documents.ts";
import { ITEM_VERSION, type Item, keys } from "./items.ts";

export const lastingConsentOf = (item: Item | undefined): Consent =>
  (item && readDocument(item, "consent")) ?? {};

/** A state's own consent counts: the condition of a save sees no other. */
export function withLastingConsent(state: ConversationState, item: Item | undefined): ConversationState {
  const { consent: own } = splitSendBlocks(state);
  return Object.keys(own).length > 0 ? state : { ...state, ...lastingConsentOf(item) };
}

/**
 * An opt-out must still count years later, so it is also kept in an item that names nobody and never expires.
 * Returns that consent.
 */
export function updateLastingConsent(
  table: Table,
  conversation: ConversationId,
  change: (kept: Consent) => Consent,
): Promise<Consent> {
  const key = keys.consent(conversation);
  return updateOptimistically(async () => {
    const item = await readItem(table, key);
    const result = change(lastingConsentOf(item));
    const [before, after] = [item?.consent, writeDocument("consent", result)];
    if (Object.keys(result).length === 0 || before?.S === after.consent?.S) return { result };
    const existing = await updateIf(
      table,
      key,
      { v: { N: ITEM_VERSION }, ...after },
      before
        ? { condition: "consent = :read", values: { ":read": before } }
        : { condition: "attribute_not_exists(consent)" },
    );
    return existing ? undefined : { result };
  });
}
