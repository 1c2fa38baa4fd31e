import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import type { Item } from "../../../lib/adapters/dynamodb/items/items.ts";
import { conversation, kindOf, NOW, stop, writeEveryItem } from "./every-item.ts";
import { FOLDER, itemsOf, itemTables, latestItems, releases } from "./item-tables.ts";
import { expectAllRead } from "./read-every-item.ts";

const aTable = itemTables();

/** Records what this release writes: `RECORD_ITEMS=0.2.0 npm test -- recorded-items`. */
const RECORD = process.env.RECORD_ITEMS;

describe("items of releases up to this one", () => {
  it.each(releases())("are read: %s", async (release) => {
    const items = itemsOf(release);
    await expectAllRead((await aTable(items)).store);
    // What lasts when the state is gone.
    const { store } = await aTable(items.filter((item) => kindOf(item) !== "state"));
    expect(await store.controls.read(conversation)).toMatchObject({
      noTemplatesAt: NOW,
      consentChange: stop,
    });
  });

  it("are written as the latest of them, every kind that there is", async () => {
    const { store, all } = await aTable();
    await writeEveryItem(store);
    const items = await all();
    if (RECORD) {
      mkdirSync(`${FOLDER}/${RECORD}`);
      for (const item of items)
        writeFileSync(`${FOLDER}/${RECORD}/${kindOf(item)}.json`, `${JSON.stringify(item, undefined, 2)}\n`);
    }
    const byKind = (list: readonly Item[]) => Object.fromEntries(list.map((item) => [kindOf(item), item]));
    expect(byKind(items)).toEqual(byKind(latestItems()));
  });
});
