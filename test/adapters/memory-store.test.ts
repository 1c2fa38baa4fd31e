import { storeContract } from "../contracts/store-contract.ts";
import { memoryActivity, memoryInboxLists } from "../support/memory/memory-activity.ts";
import { memoryDirectory, memoryHandoffs, memoryLeads } from "../support/memory/memory-contacts.ts";
import { memoryControls, memoryRollouts, memorySwitches } from "../support/memory/memory-controls.ts";
import { memoryConversations } from "../support/memory/memory-conversations.ts";
import { memoryStaffFiles } from "../support/memory/memory-files.ts";
import { memoryHistory } from "../support/memory/memory-history.ts";
import { memoryDeliveries, memoryLedger } from "../support/memory/memory-ledger.ts";
import { memoryLinks } from "../support/memory/memory-links.ts";
import { memoryChats, memoryDrafts, memoryNotes } from "../support/memory/memory-notes.ts";
import { memoryOptIns } from "../support/memory/memory-opt-ins.ts";
import { memoryAllowance, memoryCampaigns, memoryOutbox } from "../support/memory/memory-outbox.ts";
import { memoryRepeatedTexts } from "../support/memory/memory-repeated-texts.ts";
import { memoryDelayedAnswers, memoryFailureCounts } from "../support/memory/memory-status.ts";
import { MemoryTable } from "../support/memory/memory-table.ts";

storeContract("the progress store", () => {
  const table = new MemoryTable({ now: () => 1_795_430_010_000 });
  return {
    ledger: memoryLedger(table),
    conversations: memoryConversations(table),
    deliveries: memoryDeliveries(table),
    controls: memoryControls(table),
    outbox: memoryOutbox(table),
    switches: memorySwitches(table),
    rollouts: memoryRollouts(table),
    optIns: memoryOptIns(table),
    repeatedTexts: memoryRepeatedTexts(table),
    directory: memoryDirectory(table),
    links: memoryLinks(table),
    leads: memoryLeads(table),
    handoffs: memoryHandoffs(table),
    campaigns: memoryCampaigns(table),
    allowance: memoryAllowance(table),
    history: memoryHistory(table),
    notes: memoryNotes(table),
    drafts: memoryDrafts(table),
    staffFiles: memoryStaffFiles(table),
    chats: memoryChats(table),
    activity: memoryActivity(table),
    lists: memoryInboxLists(table),
    delayedAnswers: memoryDelayedAnswers(table),
    failureCounts: memoryFailureCounts(table),
  };
});
