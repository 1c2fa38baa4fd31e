import { dynamodbActivity } from "../../../lib/adapters/dynamodb/activity.ts";
import { dynamodbAllowance, dynamodbCampaigns } from "../../../lib/adapters/dynamodb/campaigns.ts";
import { dynamodbChats } from "../../../lib/adapters/dynamodb/chats.ts";
import type { Table } from "../../../lib/adapters/dynamodb/conditional.ts";
import { dynamodbControls } from "../../../lib/adapters/dynamodb/controls.ts";
import { dynamodbConversations } from "../../../lib/adapters/dynamodb/conversations.ts";
import { dynamodbDelayedAnswers } from "../../../lib/adapters/dynamodb/delayed-answers.ts";
import { dynamodbDeliveries } from "../../../lib/adapters/dynamodb/deliveries.ts";
import { dynamodbDirectory } from "../../../lib/adapters/dynamodb/directory.ts";
import { dynamodbDrafts } from "../../../lib/adapters/dynamodb/drafts.ts";
import { dynamodbFailureCounts } from "../../../lib/adapters/dynamodb/failure-counts.ts";
import { dynamodbHandoffs } from "../../../lib/adapters/dynamodb/handoffs.ts";
import { dynamodbHistory } from "../../../lib/adapters/dynamodb/history.ts";
import { dynamodbInboxLists } from "../../../lib/adapters/dynamodb/inbox-lists.ts";
import { dynamodbLeads } from "../../../lib/adapters/dynamodb/leads.ts";
import { dynamodbLedger } from "../../../lib/adapters/dynamodb/ledger.ts";
import { dynamodbLinks } from "../../../lib/adapters/dynamodb/links.ts";
import { dynamodbNotes } from "../../../lib/adapters/dynamodb/notes.ts";
import { dynamodbOptIns } from "../../../lib/adapters/dynamodb/opt-ins.ts";
import { dynamodbOutbox } from "../../../lib/adapters/dynamodb/outbox.ts";
import { dynamodbRepeatedTexts } from "../../../lib/adapters/dynamodb/repeated-texts.ts";
import { dynamodbRollouts } from "../../../lib/adapters/dynamodb/rollouts.ts";
import type { InboxPartitions } from "../../../lib/adapters/dynamodb/shards.ts";
import { dynamodbStaffFiles } from "../../../lib/adapters/dynamodb/staff-files.ts";
import { dynamodbSwitches } from "../../../lib/adapters/dynamodb/switches.ts";
import type { Clock } from "../../../lib/application/ports/ports.ts";
import type { Store } from "../../contracts/store.ts";

type StoreTable = Table & { retentionDays: number; clock: Clock };

export const dynamodbStore = (table: StoreTable, inboxPartitions: InboxPartitions = 2): Store => ({
  ledger: dynamodbLedger(table),
  conversations: dynamodbConversations(table),
  deliveries: dynamodbDeliveries(table),
  controls: dynamodbControls(table),
  outbox: dynamodbOutbox(table),
  switches: dynamodbSwitches(table),
  rollouts: dynamodbRollouts(table),
  optIns: dynamodbOptIns(table),
  repeatedTexts: dynamodbRepeatedTexts(table),
  directory: dynamodbDirectory(table),
  links: dynamodbLinks(table),
  leads: dynamodbLeads(table),
  handoffs: dynamodbHandoffs(table),
  campaigns: dynamodbCampaigns(table),
  allowance: dynamodbAllowance(table),
  history: dynamodbHistory(table),
  notes: dynamodbNotes(table),
  drafts: dynamodbDrafts(table),
  staffFiles: dynamodbStaffFiles(table),
  chats: dynamodbChats(table),
  activity: dynamodbActivity({ ...table, inboxPartitions }),
  lists: dynamodbInboxLists({ ...table, inboxPartitions }),
  delayedAnswers: dynamodbDelayedAnswers(table),
  failureCounts: dynamodbFailureCounts(table),
});
