import type { Activity, InboxLists } from "../../lib/application/ports/activity.ts";
import type {
  Allowance,
  Campaigns,
  Controls,
  Directory,
  HandoffList,
  Leads,
  Outbox,
  RepeatedTexts,
  Rollouts,
  Switches,
} from "../../lib/application/ports/control-ports.ts";
import type { StaffFiles } from "../../lib/application/ports/file-store.ts";
import type { History } from "../../lib/application/ports/history.ts";
import type { Chats, Drafts, Notes } from "../../lib/application/ports/inbox-ports.ts";
import type { Links } from "../../lib/application/ports/links.ts";
import type { OptIns } from "../../lib/application/ports/opt-ins.ts";
import type { Conversations, Deliveries, Ledger } from "../../lib/application/ports/ports.ts";
import type { DelayedAnswers, FailureCounts } from "../../lib/application/ports/status-ports.ts";
import type { ConsentChange } from "../../lib/domain/consent/consent-change.ts";
import type { Handoff } from "../../lib/domain/handoff/handoff.ts";
import { turnId } from "../../lib/domain/ids.ts";
import type { Turn } from "../../lib/domain/turn/turn.ts";
import { aConversation, anEntry, unique } from "../support/make.ts";

/** All ports of what is stored, over one table. */
export type Store = {
  ledger: Ledger;
  conversations: Conversations;
  deliveries: Deliveries;
  controls: Controls;
  outbox: Outbox;
  switches: Switches;
  rollouts: Rollouts;
  optIns: OptIns;
  repeatedTexts: RepeatedTexts;
  directory: Directory;
  links: Links;
  leads: Leads;
  handoffs: HandoffList;
  campaigns: Campaigns;
  allowance: Allowance;
  history: History;
  notes: Notes;
  drafts: Drafts;
  staffFiles: StaffFiles;
  chats: Chats;
  activity: Activity;
  lists: InboxLists;
  delayedAnswers: DelayedAnswers;
  failureCounts: FailureCounts;
};

export const NOW = 1_795_430_010_000;

export function aTurn(change: Partial<Turn> = {}): Turn {
  const { message, number } = anEntry(aConversation());
  return {
    id: turnId("t1"),
    number,
    messages: [message.id],
    startedAt: NOW,
    agentFailures: 0,
    parts: [],
    ending: { kind: "answered" },
    ...change,
  };
}

export const aHandoff = (origin: string, change: Partial<Handoff> = {}): Handoff => ({
  id: unique("handoff-"),
  reason: "asked",
  since: NOW,
  origin,
  ...change,
});

export const aConsentChange = (
  action: ConsentChange["action"],
  change: Partial<ConsentChange> = {},
): ConsentChange => ({
  id: unique("consent-"),
  action,
  scope: "all",
  source: "word",
  at: NOW,
  ...change,
});

/** What each concurrent call returned. */
export const atOnce = <Result>(many: number, act: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: many }, (_, index) => act(index)));
