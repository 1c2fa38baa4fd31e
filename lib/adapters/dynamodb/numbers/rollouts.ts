import type { Rollouts } from "../../../application/ports/control-ports.ts";
import { conversationId, type NumberName } from "../../../domain/ids.ts";
import type { StoredRollout } from "../../../domain/rollout/rollout.ts";
import { readItem, type Table, updateIf } from "../items/conditional.ts";
import {
  ITEM_VERSION,
  type Item,
  json,
  keys,
  number,
  readJson,
  readNumber,
  readText,
  requireReadable,
  text,
} from "../items/items.ts";
import type { Found } from "../items/read-many.ts";

function rolloutOf(item: Item | undefined): StoredRollout | undefined {
  if (!item) return undefined;
  requireReadable(item);
  return {
    percent: readNumber(item, "percent") ?? 0,
    contacts: (readJson<string[]>(item, "contacts") ?? []).map(conversationId),
    others: readText(item, "others") === "handoff" ? "handoff" : "silent",
    drafts: item.drafts?.BOOL === true,
    by: readText(item, "by") ?? "",
    at: readNumber(item, "at") ?? 0,
  };
}

export const rolloutIn = (found: Found, name: NumberName) => rolloutOf(found.get(keys.rollout(name)));

export function dynamodbRollouts(table: Table): Rollouts {
  return {
    find: async (name) => rolloutOf(await readItem(table, keys.rollout(name))),

    async replace(name, { percent, contacts, others, drafts, by, at }, known) {
      const change = {
        v: { N: ITEM_VERSION },
        percent: number(percent),
        contacts: json(contacts),
        others: text(others),
        drafts: { BOOL: drafts },
        by: text(by),
        at: number(at),
      };
      const condition = known
        ? { condition: "#at = :known", values: { ":known": number(known.at) } }
        : { condition: "attribute_not_exists(#at)" };
      return (await updateIf(table, keys.rollout(name), change, condition)) === undefined;
    },
  };
}
