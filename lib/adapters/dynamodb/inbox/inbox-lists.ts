import type { QueryCommandInput } from "@aws-sdk/client-dynamodb";
import type { InboxLists, InboxPage } from "../../../application/ports/activity.ts";
import { type ConversationId, conversationId } from "../../../domain/ids.ts";
import type { ActivityEntry } from "../../../domain/inbox/activity-entry.ts";
import {
  changedFromKey,
  comparePlaces,
  indexKey,
  type Place,
  placeKey,
} from "../../../domain/inbox/index-key.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { entryOf } from "../items/activity-item.ts";
import {
  assignedPartition,
  type Item,
  isExpired,
  keys,
  PENDING_INDEX,
  readNumber,
  readText,
} from "../items/items.ts";
import { readItems } from "../items/read-many.ts";
import { readInboxPartitions } from "../items/shards.ts";
import { type InboxTable, movedEntries, placedIn, placesRead, readEntries } from "./inbox-places.ts";
import { searchInbox } from "./inbox-search.ts";

type Range = { pk: { S: string }; from: string; to: string; newestFirst?: boolean; max?: number };

/** Sorts behind every key that begins with the same range. */
const END = "~";

type Candidate = { place: Place; entry: ActivityEntry; isOver: boolean };

const placeOfChange = ({ changedAt: at, conversation }: ActivityEntry): Place => ({ at, conversation });
const placeOfWaiting = ({ waitingSince: at, conversation }: ActivityEntry): Place | undefined =>
  at === undefined ? undefined : { at, conversation };

/** Those to show first, where two have the same place. */
const byPlace = (one: Candidate, other: Candidate): number =>
  comparePlaces(one.place, other.place) || Number(one.isOver) - Number(other.isOver);

/** An entry that changes between two queries is found by both. */
function firstOfEach(sorted: readonly Candidate[]): readonly Candidate[] {
  const seen = new Set<ConversationId>();
  return sorted.map((candidate) => {
    const { conversation } = candidate.place;
    if (candidate.isOver || !seen.has(conversation)) {
      if (!candidate.isOver) seen.add(conversation);
      return candidate;
    }
    return { ...candidate, isOver: true };
  });
}

const newestOfEach = (entries: readonly ActivityEntry[]): readonly ActivityEntry[] => [
  ...new Map(
    entries
      .toSorted((a, b) => a.changedAt - b.changedAt)
      .map((entry) => [entry.conversation, entry] as const),
  ).values(),
];

/** What is over takes its place in a page, so that the page after it is found, but is not shown. */
function pageOf(candidates: readonly Candidate[], max: number): InboxPage {
  const taken = candidates.slice(0, max);
  const next = candidates.length > max ? taken.at(-1)?.place : undefined;
  return {
    entries: taken.filter(({ isOver }) => !isOver).map(({ entry }) => entry),
    ...omitUndefined({ next }),
  };
}

/** The lists are ranges of the `pending` index in the partitions of the entries. */
export function dynamodbInboxLists(table: InboxTable): InboxLists {
  const { client, tableName: TableName, clock, inboxPartitions } = table;

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
    placeOf: (entry: ActivityEntry) => Place | undefined,
  ): Promise<readonly Candidate[]> {
    const pages = await readInboxPartitions(inboxPartitions, (pk) => query({ ...range, pk }));
    const found = pages.flatMap(({ items }) => items);
    const moved = await movedEntries(table, found);
    const candidate = (entry: ActivityEntry | undefined, isOver: boolean): Candidate[] => {
      const place = entry && placeOf(entry);
      return place ? [{ place, entry, isOver }] : [];
    };
    return found.flatMap((item) => {
      const now = moved.get(item);
      const isOver = now !== undefined || isExpired(item, clock.now());
      return [...candidate(entryOf(item, 0), isOver), ...candidate(now, false)];
    });
  }

  return {
    async waiting(max, after) {
      const from = after ? indexKey("W", after) : "W#";
      const found = await inShards({ from, to: `W${END}`, max: max + 2 }, placeOfWaiting);
      const sorted = found.filter(({ place }) => !after || comparePlaces(place, after) > 0).sort(byPlace);
      return pageOf(firstOfEach(sorted), max);
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
        .sort((a, b) => comparePlaces(b.place, a.place) || Number(a.isOver) - Number(b.isOver));
      return pageOf(firstOfEach(sorted), max);
    },

    async assignedTo(user, max, after) {
      const to = after ? placeKey(after) : END;
      const range = { pk: assignedPartition(user), from: "0", to, newestFirst: true, max: max + 2 };
      const { items } = await query(range);
      const places = items
        .map((item) => ({ place: placeOfAssignment(item), isOver: isExpired(item, clock.now()) }))
        .filter(({ place }) => !after || comparePlaces(place, after) < 0);
      const entries = await readEntries(
        table,
        places.map(({ place }) => place.conversation),
      );
      const candidates = places.map(({ place, isOver }): Candidate => {
        const { at, conversation } = place;
        const entry = entries.get(conversation) ?? { conversation, lastAt: at, changedAt: at, revision: 0 };
        return { place, isOver, entry };
      });
      return pageOf(candidates, max);
    },

    async changedSince(at, waitingAt = at) {
      const range = { from: changedFromKey(at), to: `W${END}` };
      const pages = await readInboxPartitions(inboxPartitions, (pk) =>
        query({ pk, ...range }, { ConsistentRead: true }),
      );
      const items = pages.flatMap((page) => page.items);
      const moved = await movedEntries(table, items);
      const entries = newestOfEach(
        items.flatMap((item) => moved.get(item) ?? entryOf(item, clock.now()) ?? []),
      );
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
      const state = keys.state(conversation);
      const [found, { items: waiting }] = await Promise.all([
        readItems(table, [state, ...placesRead(conversation, inboxPartitions)]),
        query({ pk: keys.partition(conversation), from: "0", to: END }, { ConsistentRead: true, Limit: 100 }),
      ]);
      const stateItem = found.get(state) ?? {};
      const entry = placedIn(found, conversation, table)?.entry;
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
