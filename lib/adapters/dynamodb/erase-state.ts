import { impersonal, isImpersonal, type Memory } from "../../domain/conversation/memory.ts";
import type { ConversationId } from "../../domain/ids.ts";
import { allBut, readItem, setIf, type Table, untilWritten } from "./conditional.ts";
import { type Item, json, keys, number, readJson, readNumber } from "./items.ts";
import { controlledPart, unwritten } from "./state-item.ts";

/** What stays of a state: its counters, and the customer's wishes, which name nobody. All else goes, also what only a later version knows. */
const KEPT = ["pk", "sk", "version", "controlled", "expiresAt", "optedOutAt", "noTemplatesAt", "optedInAt", "wish"];

/** `noted`: what the worker had noted elsewhere. `version`: under which the blank state is kept. */
export type Blanked = { erased: boolean; noted?: string; version?: number; kept?: object };

/** Erases what is personal of a state, but for where the worker has noted the customer, and fences off whoever has read it. */
export function blankState(table: Table, conversation: ConversationId): Promise<Blanked> {
  const key = keys.state(conversation);
  return untilWritten<Blanked>(async () => {
    const item: Item | undefined = await readItem(table, key);
    if (!item) return { result: { erased: false } };
    const { v: _, ...left } = allBut(item, KEPT);
    if (Object.keys(left).every((name) => name === "memory") && isImpersonal(readJson<Memory>(item, "memory") ?? {}))
      return { result: { erased: false } };
    const memory = readJson<Memory>(item, "memory") ?? {};
    const { noted } = memory;
    const kept = impersonal(memory);
    const version = (readNumber(item, "version") ?? 0) + 1;
    const change = {
      ...allBut(item, KEPT),
      ...((noted !== undefined || kept) && { memory: json({ ...kept, ...(noted !== undefined && { noted }) }) }),
      ...controlledPart(item),
      version: number(version),
    };
    if (await setIf(table, key, change, unwritten(item))) return undefined;
    return { result: { erased: true, version, ...(noted !== undefined && { noted }), ...(kept && { kept }) } };
  });
}

/** Removes that last trace as well, unless the customer has written again since. */
export async function forgetNoted(table: Table, conversation: ConversationId, { noted, version, kept }: Blanked): Promise<void> {
  if (noted === undefined || version === undefined) return;
  const values = { ":read": number(version) };
  await setIf(table, keys.state(conversation), { memory: kept && json(kept) }, { condition: "version = :read", values });
}
