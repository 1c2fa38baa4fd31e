import type { PauseRules } from "../../domain/handoff/pause-rules.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Customer, Provider } from "../../domain/inbound/inbound.ts";
import type { RolloutSettings } from "../../domain/rollout/configured-rollout.ts";
import type {
  Allowance,
  Campaigns,
  Controls,
  Directory,
  HandoffList,
  Leads,
  Outbox,
  Rollouts,
  Switches,
} from "../ports/control-ports.ts";
import type { FileStore, StaffFiles } from "../ports/file-store.ts";
import type { History } from "../ports/history.ts";
import type { OptIns } from "../ports/opt-ins.ts";
import type { Clock, Conversations, TurnQueue } from "../ports/ports.ts";
import type { CachedTemplates } from "./templates/cached-templates.ts";

/** What staff upload for customers. */
export type FileDeps = { records: StaffFiles; store: FileStore };

/** Staff's use-cases write what is asked for and wake the worker, which does the rest. */
export type StaffDeps = PauseRules & {
  controls: Controls;
  outbox: Outbox;
  turnQueue: TurnQueue;
  directory: Directory;
  leads: Leads;
  handoffList: HandoffList;
  history: History;
  campaigns: Campaigns;
  allowance: Allowance;
  switches: Switches;
  rollouts: Rollouts;
  optIns: OptIns;
  /** A marketing template goes only to customers with a recorded opt-in. */
  requiresOptIn: boolean;
  conversations: Conversations;
  clock: Clock;
  numbers: readonly { name: NumberName; provider: Provider; rollout?: RolloutSettings | undefined }[];
  conversationFor(number: NumberName, customer: Customer): ConversationId;
  templatesOf(number: NumberName): CachedTemplates;
  /** Where drafts can be tapped. */
  hasInbox: boolean;
  /** Of a stage with the inbox. */
  files?: FileDeps;
  /** At most 22 characters `[\w-]`, the same for the same parts. */
  shortId(...parts: readonly string[]): string;
};

/** `by`: the IAM ARN or the name of the member of staff. */
export type ByStaff<Request> = Request & { by: string };
