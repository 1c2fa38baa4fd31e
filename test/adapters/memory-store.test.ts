import { memoryConversations } from "../../lib/adapters/memory/memory-conversations.ts";
import { memoryDeliveries, memoryLedger } from "../../lib/adapters/memory/memory-ledger.ts";
import { MemoryTable } from "../../lib/adapters/memory/memory-table.ts";
import { storeContract } from "../contracts/store-contract.ts";

storeContract("the memory store", () => {
  const table = new MemoryTable({ now: () => 1_795_430_010_000 });
  const set = (conversation: Parameters<typeof table.states.get>[0], change: object) =>
    table.states.set(conversation, { ...(table.states.get(conversation) ?? { conversation, version: 0 }), ...change });
  return {
    ledger: memoryLedger(table),
    conversations: memoryConversations(table),
    deliveries: memoryDeliveries(table),
    pause: async (conversation) => void set(conversation, { pausedAt: 1 }),
    optOut: async (conversation) => void set(conversation, { optedOutAt: 1 }),
  };
});
