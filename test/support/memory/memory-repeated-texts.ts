import type { RepeatedTexts } from "../../../lib/application/ports/control-ports.ts";
import type { MemoryTable } from "./memory-table.ts";

const DAY = 86_400_000;

export function memoryRepeatedTexts(table: MemoryTable): RepeatedTexts {
  const keyOf = (number: string, hash: string, daysAgo = 0) =>
    `${number} ${hash} ${Math.floor(table.clock.now() / DAY) - daysAgo}`;
  const customers = (number: string, hash: string) =>
    new Set([0, 1].flatMap((daysAgo) => [...(table.repeatedTexts.get(keyOf(number, hash, daysAgo)) ?? [])]))
      .size;
  return {
    async note(number, hash, conversation) {
      const key = keyOf(number, hash);
      table.repeatedTexts.set(key, new Set([...(table.repeatedTexts.get(key) ?? []), conversation]));
      return customers(number, hash);
    },
    customersOf: async (number, hash) => customers(number, hash),
  };
}
