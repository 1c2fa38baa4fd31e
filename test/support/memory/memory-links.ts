import type { Links } from "../../../lib/application/ports/links.ts";
import type { MemoryTable } from "./memory-table.ts";

export const memoryLinks = (table: MemoryTable): Links => ({
  find: async (id) => table.links.get(id),
  async set(id, link, expected) {
    if (table.links.get(id)?.to !== expected?.to) return false;
    table.links.set(id, link);
    return true;
  },
});
