import type { ChatRecords, Chats } from "../../../application/ports/inbox-ports.ts";
import type { Clock } from "../../../application/ports/ports.ts";
import type { KeptDelivery, KeptMessage, KeptOutbound } from "../../../domain/chat/kept-chat.ts";
import type { ConversationIds } from "../../../domain/conversation/conversation.ts";
import { turnId } from "../../../domain/ids.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { deliveryOf } from "../deliveries.ts";
import type { Table } from "../items/conditional.ts";
import { readDocument } from "../items/documents.ts";
import { INBOUND, type Item, isExpired, keys, readText } from "../items/items.ts";
import { messageFieldsOf, outcomeOf } from "../items/message-item.ts";
import { readOutboundState } from "../items/outbound-state.ts";
import { readPartition } from "../items/read-many.ts";
import { outboundOf } from "../outbox.ts";
import { latestDraft } from "./drafts.ts";

/** Enough to distinguish the messages of a conversation. */
const HASH_LENGTH = 22;

const sortKey = (item: Item) => readText(item, "sk") ?? "";

function messagesOf(item: Item): KeptMessage[] {
  const { id, content, quoted, sentAt, arrivedAt } = messageFieldsOf(item);
  if (!id || !content) return [];
  const hash = sortKey(item).slice(INBOUND.length, INBOUND.length + HASH_LENGTH);
  return [{ id, hash, content, sentAt, arrivedAt, ...omitUndefined({ quoted, outcome: outcomeOf(item) }) }];
}

function deliveriesOf(item: Item): KeptDelivery[] {
  const [, turn, part, attempt] = sortKey(item).split("#");
  if (turn === undefined || part === undefined || attempt === undefined) return [];
  return [{ turn: turnId(turn), part: Number(part), attempt: Number(attempt), ...deliveryOf(item) }];
}

const keptOutbound = (item: Item): KeptOutbound => ({ ...outboundOf(item), ...readOutboundState(item) });

/** Reads whole partitions, as transcripts do: nothing in them is sorted by time. */
export function dynamodbChats(table: Table & { clock: Clock }): Chats {
  async function livingItems(conversationIds: ConversationIds, prefix?: string): Promise<readonly Item[]> {
    const found = await Promise.all(
      conversationIds.map((each) =>
        readPartition(table, { pk: keys.partition(each).S, ...omitUndefined({ prefix }) }),
      ),
    );
    return found.flat().filter((item) => !isExpired(item, table.clock.now()));
  }

  return {
    async read(conversationIds, user): Promise<ChatRecords> {
      const items = await livingItems(conversationIds);
      const under = (prefix: string) => items.filter((item) => sortKey(item).startsWith(prefix));
      return {
        messages: under(INBOUND).flatMap(messagesOf),
        // The open turn is stored with the state, and newer than its archived copy.
        turns: [...under("TURN#"), ...under("STATE")].flatMap((item) => readDocument(item, "turn") ?? []),
        outbound: under("OUT#").map(keptOutbound),
        deliveries: under("DELIVERY#").flatMap(deliveriesOf),
        notes: under("NOTE#").flatMap((item) => readDocument(item, "note") ?? []),
        acts: under("ACT#").flatMap((item) => readDocument(item, "act") ?? []),
        ...omitUndefined({ draft: latestDraft(items.filter((item) => sortKey(item) === `DRAFT#${user}`)) }),
      };
    },

    async findMessage(conversationIds, hash) {
      const items = await livingItems(conversationIds, `${INBOUND}${hash}`);
      return items.flatMap(messagesOf)[0];
    },
  };
}
