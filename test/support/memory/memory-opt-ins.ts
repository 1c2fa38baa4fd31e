import type { OptIns } from "../../../lib/application/ports/opt-ins.ts";
import type { MemoryTable } from "./memory-table.ts";

export const memoryOptIns = ({ optIns }: MemoryTable): OptIns => ({
  find: async (id) => optIns.get(id),
  async replace(id, next, known) {
    if (JSON.stringify(optIns.get(id)) !== JSON.stringify(known)) return false;
    optIns.set(id, next);
    return true;
  },
  async remove(id, known) {
    return JSON.stringify(optIns.get(id)) === JSON.stringify(known) && optIns.delete(id);
  },
});
