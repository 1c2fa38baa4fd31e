import { omitUndefined } from "../../../domain/omit-undefined.ts";

/**
 * Partitions of each list that all conversations of a stage share. One takes 1,000 write units a second and holds
 * 10 GB. A change hides what is stored already (docs/decisions/0041).
 */
export const SHARD_COUNT = 8;

/** Of the inbox's lists: fewer, because open pages read each of them all day. */
export type InboxPartitions = 2 | 8;

export type ShardedList = "INBOX" | "LEAD" | "HANDOFF" | "DELAYED" | "FAILURES";

/** Ids are hashes: the sum of their characters divides them evenly. */
export const shardOf = (conversation: string, count = SHARD_COUNT): number =>
  [...conversation].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % count;

const partition = (list: ShardedList, shard: number) => ({ S: `${list}#${shard}` });

export const shardFor = (list: ShardedList, conversation: string, count = SHARD_COUNT) =>
  partition(list, shardOf(conversation, count));

export const shardsOf = (list: ShardedList, count = SHARD_COUNT) =>
  Array.from({ length: count }, (_, shard) => partition(list, shard));

/** Each query needs a connection, and a new one costs a function that has just started more than a wait. */
const MAX_AT_ONCE = 4;

async function readEach<Page>(
  shards: readonly { S: string }[],
  read: (pk: { S: string }) => Promise<Page>,
): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for (let at = 0; at < shards.length; at += MAX_AT_ONCE)
    pages.push(...(await Promise.all(shards.slice(at, at + MAX_AT_ONCE).map(read))));
  return pages;
}

export const readEachShard = <Page>(list: ShardedList, read: (pk: { S: string }) => Promise<Page>) =>
  readEach(shardsOf(list), read);

/**
 * The first two before the others: an entry that moves from one of them is written to its new place first, so
 * one of the two places is seen.
 */
export async function readInboxPartitions<Page>(
  count: InboxPartitions,
  read: (pk: { S: string }) => Promise<Page>,
): Promise<readonly Page[]> {
  const shards = shardsOf("INBOX", count);
  const first = await readEach(shards.slice(0, 2), read);
  return [...first, ...(await readEach(shards.slice(2), read))];
}

/** What was read of one shard, sorted by `place`. `end`: up to where, unless it was read to its end. */
export type ShardPage<Row> = { items: readonly Row[]; end?: string };

/**
 * The first `max` items in the order of their places. `end`: the place behind which there may be more, which is at
 * the latest where the reading of a shard ended. No two items have the same place.
 */
export function mergeShards<Row>(
  pages: readonly ShardPage<Row>[],
  placeOf: (item: Row) => string,
  max = Number.POSITIVE_INFINITY,
): ShardPage<Row> {
  const [readTo] = pages.flatMap(({ end }) => end ?? []).toSorted();
  const sorted = pages
    .flatMap(({ items }) => items)
    .map((item) => ({ item, place: placeOf(item) }))
    .filter(({ place }) => readTo === undefined || place <= readTo)
    .sort((a, b) => (a.place < b.place ? -1 : 1));
  const taken = sorted.slice(0, max);
  const end = taken.length < sorted.length ? taken.at(-1)?.place : readTo;
  return { items: taken.map(({ item }) => item), ...omitUndefined({ end }) };
}
