import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  mergeShards,
  SHARD_COUNT,
  type ShardPage,
  shardOf,
  shardsOf,
} from "../../../../lib/adapters/dynamodb/items/shards.ts";
import { conversationIdOf } from "../../../../lib/adapters/identity/keyed-ids.ts";
import { numberName } from "../../../../lib/domain/ids.ts";

type Row = { place: string; shard: number };

const placeOf = ({ place }: Row) => place;
const aPlace = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.string({ unit: "grapheme-ascii", maxLength: 3 }))
  .map(([at, id]) => `${String(at).padStart(13, "0")}#${id}`);
const someRows = fc.uniqueArray(fc.record({ place: aPlace, shard: fc.nat({ max: SHARD_COUNT - 1 }) }), {
  selector: placeOf,
  maxLength: 60,
});

/** As DynamoDB answers: an end also when the limit is reached with the last row. */
function readShard(rows: readonly Row[], shard: number, after: string, limit: number): ShardPage<Row> {
  const items = rows
    .filter((row) => row.shard === shard && row.place > after)
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .slice(0, limit);
  const end = items.length === limit ? items.at(-1)?.place : undefined;
  return { items, ...(end !== undefined && { end }) };
}

describe("merged shards", () => {
  it("show each row once and in order that is there all the time, whatever comes, goes or moves between the pages", () => {
    fc.assert(
      fc.property(
        fc.record({
          rows: someRows,
          others: fc.array(someRows, { minLength: 1, maxLength: 8 }),
          max: fc.integer({ min: 1, max: 20 }),
          limit: fc.integer({ min: 1, max: 12 }),
        }),
        ({ rows, others, max, limit }) => {
          const mine = new Set(rows.map(placeOf));
          const shown: string[] = [];
          let after: string | undefined = "";
          for (let pages = 0; after !== undefined; pages++) {
            if (pages > 400) throw new Error("there is no end");
            // Another set of rows at each page: they come, go, and move to other shards and places.
            const passing = (others[pages % others.length] ?? []).filter(({ place }) => !mine.has(place));
            const now = [...rows, ...(pages < 20 ? passing : [])];
            const read = Array.from({ length: SHARD_COUNT }, (_, shard) =>
              readShard(now, shard, after ?? "", limit),
            );
            const page: ShardPage<Row> = mergeShards(read, placeOf, max);
            expect(page.items.length).toBeLessThanOrEqual(max);
            shown.push(...page.items.map(placeOf));
            after = page.end;
          }
          expect(shown).toEqual([...new Set(shown)].toSorted());
          expect(shown.filter((place) => mine.has(place))).toEqual([...mine].toSorted());
        },
      ),
    );
  });

  it("fill a page although each shard is asked for no more than twice its share", () => {
    const rows = Array.from({ length: 2_000 }, (_, index): Row => {
      const id = conversationIdOf("key", numberName("support"), { phone: `1555${index}` });
      return { place: `${String(index).padStart(13, "0")}#${id}`, shard: shardOf(id) };
    });
    const read = Array.from({ length: SHARD_COUNT }, (_, shard) => readShard(rows, shard, "", 25));
    expect(mergeShards(read, placeOf, 100).items).toEqual(rows.slice(0, 100));
  });
});

describe("a shard", () => {
  it("is one of those that are read", () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        const shard = shardOf(id);
        expect(shardsOf("LEAD")[shard]).toEqual({ S: `LEAD#${shard}` });
      }),
    );
  });

  it("gets its share of real conversation ids, within a fifth", () => {
    const many = 16_000;
    const counts = Array.from({ length: SHARD_COUNT }, () => 0);
    for (let index = 0; index < many; index++) {
      const shard = shardOf(conversationIdOf("key", numberName("support"), { phone: `1555${index}` }));
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    const share = many / SHARD_COUNT;
    for (const count of counts) expect(Math.abs(count - share)).toBeLessThan(share / 5);
  });
});
