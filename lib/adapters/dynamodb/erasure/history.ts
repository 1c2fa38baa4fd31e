import type { History } from "../../../application/ports/history.ts";
import type { Clock } from "../../../application/ports/ports.ts";
import {
  type StoredMessage,
  transcriptEntryById,
  transcriptOf,
} from "../../../application/ports/transcript.ts";
import type { ConversationId, MessageId } from "../../../domain/ids.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { everyPlace } from "../inbox/inbox-places.ts";
import { conditionalWrite, readItem, type Table } from "../items/conditional.ts";
import { readDocument, writeDocument } from "../items/documents.ts";
import { expiresAfter, ITEM_VERSION, type Item, isExpired, keys, readText } from "../items/items.ts";
import { messageFieldsOf, outcomeOf } from "../items/message-item.ts";
import { plainItem } from "../items/plain-item.ts";
import { findInPartition, readPage, readPartition } from "../items/read-many.ts";
import { eraseConversation } from "./erase.ts";

function messagesOf(item: Item): StoredMessage[] {
  const { content, sentAt, arrivedAt } = messageFieldsOf(item);
  return content ? [{ content, sentAt, arrivedAt, ...omitUndefined({ outcome: outcomeOf(item) }) }] : [];
}

const turnOf = (item: Item) => readDocument(item, "turn") ?? [];

export function dynamodbHistory(table: Table & { retentionDays: number; clock: Clock }): History {
  const { client, tableName: TableName, clock, retentionDays } = table;
  const living = (items: readonly Item[]) => items.filter((item) => !isExpired(item, clock.now()));
  const withoutOptIns = (items: readonly Item[]) => items.filter((item) => readText(item, "sk") !== "OPTIN");
  const ofConversation = async (conversation: ConversationId) =>
    living(await readPartition(table, { pk: keys.partition(conversation).S }));

  const readIfThere = async (key: Item) => {
    const item = await readItem(table, key);
    return item ? [item] : [];
  };
  /** The lead, and the entry in the inbox: an export shows them with its first part. */
  const itemsElsewhere = async (conversation: ConversationId) =>
    living(
      (await Promise.all([keys.lead(conversation), ...everyPlace(conversation)].map(readIfThere))).flat(),
    );
  /** DynamoDB searches the turn's JSON for the id. */
  const turnsWith = (conversation: ConversationId, id: MessageId) =>
    findInPartition(table, {
      pk: keys.partition(conversation).S,
      prefix: "TURN#",
      attribute: "turn",
      holds: JSON.stringify(id),
    });

  return {
    async transcript(conversationIds, most) {
      const found = await Promise.all(conversationIds.map(ofConversation));
      const under = (items: readonly Item[], prefix: string) =>
        items.filter((item) => readText(item, "sk")?.startsWith(prefix));
      // Newest last: the open turn is stored with the state and newer than its archived copy, and the
      // conversation itself has gone on with what was open in one that was merged into it.
      const turns = found
        .toReversed()
        .flatMap((items) => [...under(items, "TURN#"), ...under(items, "STATE")])
        .flatMap(turnOf);
      return transcriptOf(under(found.flat(), "IN#").flatMap(messagesOf), turns, most);
    },

    async findMessage(conversationIds, id) {
      const messages = (
        await Promise.all(conversationIds.map((conversation) => readIfThere(keys.message(conversation, id))))
      ).flat();
      const [message] = living(messages).flatMap(messagesOf);
      const turns = message
        ? []
        : (await Promise.all(conversationIds.map((conversation) => turnsWith(conversation, id)))).flat();
      return transcriptEntryById(id, message, living(turns).flatMap(turnOf));
    },

    async record(conversation, id, act) {
      const key = keys.act(conversation, id);
      const Item = {
        ...key,
        v: { N: ITEM_VERSION },
        ...writeDocument("act", act),
        expiresAt: expiresAfter(clock.now(), retentionDays),
      };
      await conditionalWrite(table, key, () =>
        client.putItem({ TableName, Item, ConditionExpression: "attribute_not_exists(pk)" }),
      );
    },

    async acts(conversation) {
      const { pk } = keys.act(conversation, "");
      const items = living(await readPartition(table, { pk: pk.S, prefix: "ACT#" }));
      return items.flatMap((item) => readDocument(item, "act") ?? []).sort((a, b) => a.at - b.at);
    },

    async part(conversation, after) {
      const key = keys.state(conversation);
      const [page, state, elsewhere] = await Promise.all([
        readPage(table, { pk: keys.partition(conversation).S, ...omitUndefined({ after }) }),
        readItem(table, key),
        after === undefined ? itemsElsewhere(conversation) : [],
      ]);
      const items = living(page.items);
      const under = (prefix: string) => items.filter((item) => readText(item, "sk")?.startsWith(prefix));
      // The open turn goes with the state, where it is newer.
      const [open] = (state ? [state] : []).flatMap(turnOf);
      const turns = [
        ...under("TURN#")
          .flatMap(turnOf)
          .filter(({ id }) => id !== open?.id),
        ...under("STATE").flatMap(turnOf),
      ];
      return {
        items: [...withoutOptIns(items), ...elsewhere].map(plainItem),
        transcript: transcriptOf(under("IN#").flatMap(messagesOf), turns),
        acts: under("ACT#").flatMap((item) => readDocument(item, "act") ?? []),
        ...omitUndefined({ next: page.next }),
      };
    },

    async everything(conversation) {
      const [items, elsewhere] = await Promise.all([
        ofConversation(conversation),
        itemsElsewhere(conversation),
      ]);
      return [...withoutOptIns(items), ...elsewhere].map(plainItem);
    },

    erase: (conversation) => eraseConversation(table, conversation),
  };
}
