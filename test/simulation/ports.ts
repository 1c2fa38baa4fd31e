import { memoryActivity } from "../support/memory/memory-activity.ts";
import { memoryDirectory, memoryHandoffs, memoryLeads } from "../support/memory/memory-contacts.ts";
import { memoryRollouts, memorySwitches } from "../support/memory/memory-controls.ts";
import { memoryConversations } from "../support/memory/memory-conversations.ts";
import { memoryHistory } from "../support/memory/memory-history.ts";
import { memoryDeliveries } from "../support/memory/memory-ledger.ts";
import { memoryChats, memoryDrafts, memoryNotes } from "../support/memory/memory-notes.ts";
import { memoryOptIns } from "../support/memory/memory-opt-ins.ts";
import { memoryAllowance, memoryCampaigns, memoryOutbox } from "../support/memory/memory-outbox.ts";
import { memoryRepeatedTexts } from "../support/memory/memory-repeated-texts.ts";
import { watchedMedia } from "./media.ts";
import { keepingControls, recentSwitches } from "./recent-controls.ts";
import {
  watchedControls,
  watchedConversations,
  watchedDeliveries,
  watchedLedger,
  watchedLinks,
} from "./watched.ts";
import type { World } from "./world.ts";

/** What a run's functions share: none keeps anything but the table and what is watched. */
export function portsOf(world: World) {
  const { table } = world;
  const switches = memorySwitches(table);
  return {
    activity: memoryActivity(table),
    allowance: memoryAllowance(table),
    campaigns: memoryCampaigns(table),
    chats: memoryChats(table),
    controls: watchedControls(world),
    deliveries: watchedDeliveries(world),
    knownDeliveries: memoryDeliveries(table),
    directory: memoryDirectory(table),
    drafts: memoryDrafts(table),
    handoffs: memoryHandoffs(table),
    history: memoryHistory(table),
    leads: memoryLeads(table),
    ledger: watchedLedger(world),
    links: watchedLinks(world),
    notes: memoryNotes(table),
    optIns: memoryOptIns(table),
    outbox: memoryOutbox(table),
    repeatedTexts: memoryRepeatedTexts(table),
    rollouts: memoryRollouts(table),
    staffConversations: memoryConversations(table),
    staffSwitches: {
      ...switches,
      set: async (...given: Parameters<typeof switches.set>) => {
        await switches.set(...given);
        world.timeline.set("off", world.scheduler.now, given[1]);
      },
    },
    workerConversations: keepingControls(world, watchedMedia(world, watchedConversations(world))),
    workerSwitches: recentSwitches(world, switches),
  };
}
