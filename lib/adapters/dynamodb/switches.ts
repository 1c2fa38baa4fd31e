import type { Switches, SwitchState } from "../../application/ports/control-ports.ts";
import type { NumberName } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { Table } from "./conditional.ts";
import { ITEM_VERSION, keys, number, readNumber, readText, text } from "./items.ts";
import { type Found, readItems } from "./read-many.ts";
import { rolloutIn } from "./rollouts.ts";

export const isSwitchedOff = (found: Found, name: NumberName) =>
  [keys.switch(name), keys.switch("*")].some((key) => found.get(key)?.off?.BOOL === true);

export function dynamodbSwitches(table: Table): Switches {
  return {
    async current(name) {
      const found = await readItems(table, [keys.switch(name), keys.switch("*"), keys.rollout(name)]);
      return { off: isSwitchedOff(found, name), ...omitUndefined({ rollout: rolloutIn(found, name) }) };
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
