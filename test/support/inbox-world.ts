import { shortIdOf } from "../../lib/adapters/identity/keyed-ids.ts";
import { linkedControls } from "../../lib/application/identity/linked-controls.ts";
import type { InboxDeps } from "../../lib/application/staff/inbox/inbox-deps.ts";
import { cachedTemplates } from "../../lib/application/staff/templates/cached-templates.ts";
import { FAILURES } from "../../lib/providers/failures.ts";
import { memoryActivity } from "./memory/memory-activity.ts";
import { FakeFileStore, memoryStaffFiles } from "./memory/memory-files.ts";
import { memoryChats, memoryDrafts, memoryNotes } from "./memory/memory-notes.ts";
import { conversationFor, operatorWorld, SUPPORT } from "./operator-world.ts";

/** What staff do in the inbox, over everything that is kept, in memory and open to look at. */
export function inboxWorld() {
  const world = operatorWorld();
  const { table, clock, catalogue } = world;
  const ports = {
    ...world.ports,
    activity: memoryActivity(table),
    notes: memoryNotes(table),
    drafts: memoryDrafts(table),
    chats: memoryChats(table),
  };
  const store = new FakeFileStore();
  const templates = cachedTemplates(catalogue, clock);
  const depsWith = (given: typeof ports): InboxDeps => ({
    ...given,
    controls: linkedControls(given.controls, given.links),
    clock,
    numbers: [{ name: SUPPORT, provider: "meta" }],
    conversationFor,
    templatesOf: () => templates,
    requiresOptIn: false,
    resumeAfterMs: 12 * 3_600_000,
    hasInbox: true,
    shortId: shortIdOf,
    files: { records: memoryStaffFiles(table), store },
    failureTextOf: (_, code) => FAILURES.meta.failureText(code),
  });
  return { ...world, store, ports, depsWith, deps: depsWith(ports) };
}
export type InboxWorld = ReturnType<typeof inboxWorld>;
