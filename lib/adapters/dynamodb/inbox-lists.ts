import type { QueryCommandInput } from "@aws-sdk/client-dynamodb";
import type { InboxLists, InboxPage } from "../../application/ports/activity.ts";
import type { Clock } from "../../application/ports/ports.ts";
import { type ConversationId, conversationId } from "../../domain/ids.ts";
import type { ActivityEntry } from "../../domain/inbox/activity-entry.ts";
import {
  changedFromKey,
  comparePlaces,
  indexKey,
  type Place,
  placeKey,
} from "../../domain/inbox/index-key.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { entryOf } from "./activity-item.ts";
import type { Table } from "./conditional.ts";
import { searchInbox } from "./inbox-search.ts";
import {
  assignedPartition,
  type Item,
  isExpired,
  keys,
  PENDING_INDEX,
  readNumber,
  readText,
} from "./items.ts";
import { readItems } from "./read-many.ts";
import { readEachShard } from "./shards.ts";

type Range = { pk: { S: string }; from: string; to: string; newestFirst?: boolean; max?: number };

/** Sorts behind every key that begins with the same range. */
const END = "~";

type Candidate = { place: Place; entry: ActivityEntry; isOver: boolean };

const placeOfChange = ({ changedAt: at, conversation }: ActivityEntry): Place => ({ at, conversation });
const placeOfWaiting = ({ waitingSince: at = 0, conversation }: ActivityEntry): Place => ({
  at,
  conversation,
});

/** An entry that changes between two queries is found by both. */
const latestOfEach = (sorted: readonly Candidate[]): readonly Candidate[] => {
  const seen = new Set<ConversationId>();
  return sorted.filter(({ place: { conversation } }) => !seen.has(conversation) && seen.add(conversation));
};

/** What has expired takes its place in a page, so that the page after it is found, but is not shown. */
function pageOf(candidates: readonly Candidate[], max: number): InboxPage {
  const taken = candidates.slice(0, max);
  const next = candidates.length > max ? taken.at(-1)?.place : undefined;
  return {
    entries: taken.filter(({ isOver }) => !isOver).map(({ entry }) => entry),
    ...omitUndefined({ next }),
  };
}

/** The lists are ranges of the `pending` index in the partitions of the entries. */
export function dynamodbInboxLists(table: Table & { clock: Clock }): InboxLists {
  const { client, tableName: TableName, clock } = table;

  async function query(
    { pk, from, to, newestFirst, max }: Range,
    more: Partial<QueryCommandInput> = {},
  ): Promise<{ items: readonly Item[]; isCut: boolean }> {
    const { Items = [], LastEvaluatedKey } = await client.query({
      TableName,
      IndexName: PENDING_INDEX,
      KeyConditionExpression: "pk = :pk AND pendingAt BETWEEN :from AND :to",
      ExpressionAttributeValues: { ":pk": pk, ":from": { S: from }, ":to": { S: to } },
      ...(newestFirst && { ScanIndexForward: false }),
      ...(max !== undefined && { Limit: max }),
      ...more,
    });
    return { items: Items, isCut: LastEvaluatedKey !== undefined };
  }

  /** Of all shards. Two more than `max`: the place before is among them, and the one after. */
  async function inShards(
    range: Omit<Range, "pk">,
    placeOf: (entry: ActivityEntry) => Place,
  ): Promise<readonly Candidate[]> {
    const found = await readEachShard("INBOX", (pk) => query({ ...range, pk }));
    return found
      .flatMap(({ items }) => items)
      .flatMap((item) => {
        const entry = entryOf(item, 0);
        return entry ? [{ place: placeOf(entry), entry, isOver: isExpired(item, clock.now()) }] : [];
      });
  }

  return {
    async waiting(max, after) {
      const from = after ? indexKey("W", after) : "W#";
      const found = await inShards({ from, to: `W${END}`, max: max + 2 }, placeOfWaiting);
      const sorted = found
        .filter(({ place }) => !after || comparePlaces(place, after) > 0)
        .sort((a, b) => comparePlaces(a.place, b.place));
      return pageOf(sorted, max);
    },

    async recent(max, after) {
      const to = after ? indexKey("R", after) : `R${END}`;
      // Who waits is few, and sorted by another time.
      const [others, waiting] = await Promise.all([
        inShards({ from: "R#", to, newestFirst: true, max: max + 2 }, placeOfChange),
        inShards({ from: "W#", to: `W${END}` }, placeOfChange),
      ]);
      const sorted = [...others, ...waiting]
        .filter(({ place }) => !after || comparePlaces(place, after) < 0)
        .sort((a, b) => comparePlaces(b.place, a.place));
      return pageOf(latestOfEach(sorted), max);
    },

    async assignedTo(user, max, after) {
      const to = after ? placeKey(after) : END;
      const range = { pk: assignedPartition(user), from: "0", to, newestFirst: true, max: max + 2 };
      const { items } = await query(range);
      const places = items
        .map((item) => ({ place: placeOfAssignment(item), isOver: isExpired(item, clock.now()) }))
        .filter(({ place }) => !after || comparePlaces(place, after) < 0);
      const found = await readItems(
        table,
        places.map(({ place }) => keys.activity(place.conversation)),
      );
      const candidates = places.map(({ place, isOver }): Candidate => {
        const { at, conversation } = place;
        const entry = entryOf(found.get(keys.activity(conversation)), clock.now());
        return { place, isOver, entry: entry ?? { conversation, lastAt: at, changedAt: at, revision: 0 } };
      });
      return pageOf(candidates, max);
    },

    async changedSince(at, waitingAt = at) {
      const range = { from: changedFromKey(at), to: `W${END}` };
      const pages = await readEachShard("INBOX", (pk) => query({ pk, ...range }, { ConsistentRead: true }));
      const entries = pages.flatMap(({ items }) => items.flatMap((item) => entryOf(item, clock.now()) ?? []));
      // A page that ends among those who wait has all the others.
      const ends = pages.flatMap(({ items, isCut }) => {
        const last = isCut ? items.at(-1) : undefined;
        return last && !last.waitingSince ? [readNumber(last, "changedAt") ?? at] : [];
      });
      return {
        entries: entries.filter(
          ({ changedAt, waitingSince }) => changedAt > (waitingSince === undefined ? at : waitingAt),
        ),
        waiting: entries.filter(({ waitingSince }) => waitingSince !== undefined).length,
        ...(ends.length > 0 && { completeTo: Math.min(...ends) }),
      };
    },

    async look(conversation) {
      const [state, activity] = [keys.state(conversation), keys.activity(conversation)];
      const [found, { items: waiting }] = await Promise.all([
        readItems(table, [state, activity]),
        query({ pk: keys.partition(conversation), from: "0", to: END }, { ConsistentRead: true, Limit: 100 }),
      ]);
      const stateItem = found.get(state) ?? {};
      const entry = entryOf(found.get(activity), clock.now());
      const print = [
        readNumber(stateItem, "version"),
        readNumber(stateItem, "controlled"),
        entry?.revision,
        ...waiting.map((item) => readText(item, "sk")),
      ].join(" ");
      const waitingAt = waiting.map((item) => readNumber(item, "arrivedAt") ?? timeOfKey(item));
      return { print, changedAt: Math.max(0, entry?.changedAt ?? 0, ...waitingAt) };
    },

    search: (words, max) => searchInbox(table, words, max),
  };
}

const timeOfKey = (item: Item): number => Number.parseInt(readText(item, "pendingAt") ?? "0", 10);

const placeOfAssignment = (item: Item): Place => ({
  at: timeOfKey(item),
  conversation: conversationId(readText(item, "sk") ?? ""),
});
