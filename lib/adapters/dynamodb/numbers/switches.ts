import type { Switches, SwitchState } from "../../../application/ports/control-ports.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { Table } from "../items/conditional.ts";
import { ITEM_VERSION, keys, number, readNumber, readText, text } from "../items/items.ts";
import { readItems } from "../items/read-many.ts";
import { controlKeys, controlsIn, type RecentControls } from "./number-controls.ts";

/** `recent`: what this process read a moment ago is not read again. */
export function dynamodbSwitches(table: Table & { recent?: RecentControls }): Switches {
  const { recent } = table;
  return {
    async current(name) {
      const known = recent?.get(name);
      if (known) return known.value;
      const readAt = recent?.now() ?? 0;
      const controls = controlsIn(await readItems(table, controlKeys(name)), name);
      recent?.keep(name, controls, readAt);
      return controls;
    },

    async set(name, off, by, at) {
      const Item = {
        ...keys.switch(name),
        v: { N: ITEM_VERSION },
        off: { BOOL: off },
        by: text(by),
        at: number(at),
      };
      await table.client.putItem({ TableName: table.tableName, Item });
    },

    async list(numbers) {
      const names = ["*" as const, ...numbers];
      const found = await readItems(table, names.map(keys.switch));
      return names.map((name): SwitchState => {
        const item = found.get(keys.switch(name)) ?? {};
        const [by, at] = [readText(item, "by"), readNumber(item, "at")];
        return { number: name, off: item.off?.BOOL === true, ...omitUndefined({ by, at }) };
      });
    },
  };
}
