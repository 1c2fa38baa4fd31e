import type { Links } from "../../application/ports/links.ts";
import { conversationId } from "../../domain/ids.ts";
import { readItem, type Table, updateIf } from "./items/conditional.ts";
import {
  ITEM_VERSION,
  type Item,
  keys,
  number,
  readNumber,
  readText,
  requireReadable,
  text,
} from "./items/items.ts";

export function linkOf(item: Item | undefined) {
  const to = item && readText(requireReadable(item), "to");
  return to === undefined
    ? undefined
    : { to: conversationId(to), since: readNumber(item ?? {}, "since") ?? 0 };
}

/** Keyed hashes and a time. They never expire: an opt-out must be found by every id of the customer. */
export function dynamodbLinks(table: Table): Links {
  return {
    find: async (id) => linkOf(await readItem(table, keys.link(id))),

    async set(id, { to, since }, expected) {
      const condition = expected
        ? { condition: "#to = :expected", values: { ":expected": text(expected.to) } }
        : NO_LINK;
      const existing = await updateIf(
        table,
        keys.link(id),
        { v: { N: ITEM_VERSION }, to: text(to), since: number(since) },
        condition,
      );
      return existing === undefined;
    },
  };
}

const NO_LINK = { condition: "attribute_not_exists(#to)" };
