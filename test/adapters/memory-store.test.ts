import { memoryDirectory, memoryHandoffs, memoryLeads } from "../../lib/adapters/memory/memory-contacts.ts";
import { memoryControls, memorySwitches } from "../../lib/adapters/memory/memory-controls.ts";
import { memoryConversations } from "../../lib/adapters/memory/memory-conversations.ts";
import { memoryHistory } from "../../lib/adapters/memory/memory-history.ts";
import { memoryDeliveries, memoryLedger } from "../../lib/adapters/memory/memory-ledger.ts";
import { memoryLinks } from "../../lib/adapters/memory/memory-links.ts";
import { memoryAllowance, memoryCampaigns, memoryOutbox } from "../../lib/adapters/memory/memory-outbox.ts";
import { memoryRepeatedTexts } from "../../lib/adapters/memory/memory-repeated-texts.ts";
import { MemoryTable } from "../../lib/adapters/memory/memory-table.ts";
import { storeContract } from "../contracts/store-contract.ts";

storeContract("the memory store", () => {
  const table = new MemoryTable({ now: () => 1_795_430_010_000 });
  return {
    ledger: memoryLedger(table),
    conversations: memoryConversations(table),
    deliveries: memoryDeliveries(table),
    controls: memoryControls(table),
    outbox: memoryOutbox(table),
    switches: memorySwitches(table),
    repeatedTexts: memoryRepeatedTexts(table),
    directory: memoryDirectory(table),
    links: memoryLinks(table),
    leads: memoryLeads(table),
    handoffs: memoryHandoffs(table),
    campaigns: memoryCampaigns(table),
    allowance: memoryAllowance(table),
    history: memoryHistory(table),
  };
});
