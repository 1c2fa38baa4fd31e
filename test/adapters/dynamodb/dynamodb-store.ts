import { dynamodbAllowance, dynamodbCampaigns } from "../../../lib/adapters/dynamodb/campaigns.ts";
import { dynamodbControls } from "../../../lib/adapters/dynamodb/controls.ts";
import { dynamodbConversations } from "../../../lib/adapters/dynamodb/conversations.ts";
import { dynamodbDelayedAnswers } from "../../../lib/adapters/dynamodb/delayed-answers.ts";
import { dynamodbDeliveries } from "../../../lib/adapters/dynamodb/deliveries.ts";
import { dynamodbHistory } from "../../../lib/adapters/dynamodb/erasure/history.ts";
import { dynamodbHandoffs } from "../../../lib/adapters/dynamodb/handoffs.ts";
import { dynamodbActivity } from "../../../lib/adapters/dynamodb/inbox/activity.ts";
import { dynamodbChats } from "../../../lib/adapters/dynamodb/inbox/chats.ts";
import { dynamodbDirectory } from "../../../lib/adapters/dynamodb/inbox/directory.ts";
import { dynamodbDrafts } from "../../../lib/adapters/dynamodb/inbox/drafts.ts";
import { dynamodbInboxLists } from "../../../lib/adapters/dynamodb/inbox/inbox-lists.ts";
import { dynamodbNotes } from "../../../lib/adapters/dynamodb/inbox/notes.ts";
import { dynamodbStaffFiles } from "../../../lib/adapters/dynamodb/inbox/staff-files.ts";
import type { Table } from "../../../lib/adapters/dynamodb/items/conditional.ts";
import type { InboxPartitions } from "../../../lib/adapters/dynamodb/items/shards.ts";
import { dynamodbLeads } from "../../../lib/adapters/dynamodb/leads.ts";
import { dynamodbLedger } from "../../../lib/adapters/dynamodb/ledger.ts";
import { dynamodbLinks } from "../../../lib/adapters/dynamodb/links.ts";
import { dynamodbFailureCounts } from "../../../lib/adapters/dynamodb/numbers/failure-counts.ts";
import { dynamodbRollouts } from "../../../lib/adapters/dynamodb/numbers/rollouts.ts";
import { dynamodbSwitches } from "../../../lib/adapters/dynamodb/numbers/switches.ts";
import { dynamodbOptIns } from "../../../lib/adapters/dynamodb/opt-ins.ts";
import { dynamodbOutbox } from "../../../lib/adapters/dynamodb/outbox.ts";
import { dynamodbRepeatedTexts } from "../../../lib/adapters/dynamodb/repeated-texts.ts";
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
