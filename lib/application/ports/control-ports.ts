import type { ConsentChange } from "../../domain/consent/consent-change.ts";
import type { ConversationIds, ConversationState } from "../../domain/conversation/conversation.ts";
import type { Consent } from "../../domain/conversation/fields.ts";
import type { PauseEnd } from "../../domain/conversation/pauses.ts";
import type {
  Assignment,
  AssignResult,
  ReplyStart,
  ReplyStartResult,
} from "../../domain/conversation/staff-decisions.ts";
import type { EndedHandoff, Handoff } from "../../domain/handoff/handoff.ts";
import type { ConversationId, NumberName, TurnId } from "../../domain/ids.ts";
import type { Lead, LeadFacts } from "../../domain/lead/lead.ts";
import type { StoredRollout } from "../../domain/rollout/rollout.ts";
import type { TemplateDefinition } from "../../domain/template/template.ts";
import type { Outbound, OutboundState } from "../../domain/turn/outbound.ts";
import type { TurnCommand } from "./ports.ts";

/** For any caller, beside the worker. Each call is one atomic write that the worker's next save sees. */
export interface Controls {
  /** Sees every write that ended before the call. */
  read(conversation: ConversationId): Promise<ConversationState>;
  /**
   * Pauses the bot until `resumeAt`. "paused" goes to exactly one caller for each handoff id;
   * "already" when a person has the conversation (that handoff stays), or when this handoff was begun before,
   * even if it has ended.
   */
  pause(conversation: ConversationId, handoff: Handoff, resumeAt: number): Promise<"paused" | "already">;
  /** Changes nothing when no person has the conversation. */
  extend(conversation: ConversationId, resumeAt: number): Promise<void>;
  /**
   * Assigns the conversation to a member of staff, and pauses the bot or extends the pause. Exactly one of
   * several who ask at once is "assigned"; the others get "taken", unless they `force` it.
   */
  assign(conversation: ConversationId, assignment: Assignment): Promise<AssignResult>;
  /** The conversation stays paused. "taken" while a colleague has it, unless `force`. */
  release(conversation: ConversationId, release: { by: string; force?: boolean }): Promise<AssignResult>;
  /**
   * Begins a reply of staff: pauses the bot or extends the pause, assigns if wanted, and keeps author and
   * time. "newer-reply" when a colleague has begun one later than `seenAt`: of two who have seen the same,
   * exactly one is "started".
   */
  startReply(conversation: ConversationId, reply: ReplyStart): Promise<ReplyStartResult>;
  /**
   * Ends the handoff and keeps how it ended. `unless`: only while `resumeAt` is not later than this (for a
   * pause that runs out).
   * Returns the ended handoff to exactly one caller; `undefined` when there was none.
   */
  resume(conversation: ConversationId, end: PauseEnd): Promise<EndedHandoff | undefined>;
  /**
   * Keeps the change if its `at` is later than the kept one's; at the same time "stop" wins. "stale"
   * otherwise, also for a repeat.
   */
  changeConsent(conversation: ConversationId, change: ConsentChange): Promise<"changed" | "stale">;
  /**
   * The same for an id by which the customer may be written to later, such as the bare phone. Never expires;
   * begins no conversation.
   */
  keepConsent(id: ConversationId, change: ConsentChange): Promise<void>;
  /** Kept under this very id, wherever it leads now. */
  keptConsent(id: ConversationId): Promise<Consent>;
}

/** Also the number's rollout, unless that of the settings counts. */
export type NumberControls = { off: boolean; rollout?: StoredRollout };

/** Switches numbers off without a deploy, within seconds. `"*"` = all numbers. */
export interface Switches {
  /**
   * Sees every write that ended before the call. The worker's may be NUMBER_CONTROLS_MAX_AGE_MS old
   * (docs/decisions/0039).
   */
  current(number: NumberName): Promise<NumberControls>;
  set(number: NumberName | "*", off: boolean, by: string, at: number): Promise<void>;
  list(numbers: readonly NumberName[]): Promise<readonly SwitchState[]>;
}
export type SwitchState = { number: NumberName | "*"; off: boolean; by?: string; at?: number };

/** Whom the bot answers at a number. Changed without a deploy, within seconds. */
export interface Rollouts {
  /** `undefined` while that of the settings counts. */
  find(number: NumberName): Promise<StoredRollout | undefined>;
  /** Returns false, and writes nothing, when another than `known` is stored. */
  replace(number: NumberName, rollout: StoredRollout, known: StoredRollout | undefined): Promise<boolean>;
}

/** Messages to send besides answers. `Conversations.load` lists those that wait. */
export interface Outbox {
  /** "queued" goes to exactly one caller for each id of a conversation. */
  add(conversation: ConversationId, outbound: Outbound): Promise<"queued" | "repeated">;
  /** Takes it off the waiting list. A repeat changes nothing, except that "failed" overwrites "sent". */
  end(
    conversationIds: ConversationIds,
    id: string,
    end: { state: Exclude<OutboundState, "waiting">; code?: string; turn?: TurnId },
  ): Promise<void>;
  find(conversation: ConversationId, id: string): Promise<OutboundRecord | undefined>;
}
export type OutboundRecord = Outbound & { state: OutboundState; code?: string; turn?: TurnId };

/** A mailing's recipients and the state of each message. Holds conversation ids, no addresses. */
export interface Campaigns {
  /**
   * "new" goes to exactly one caller for each conversation of a campaign; others get the existing job. Costs
   * the same for any size of campaign.
   */
  claim(
    campaign: string,
    conversation: ConversationId,
    number: NumberName,
    outbound: string,
  ): Promise<"new" | CampaignJob>;
  end(
    campaign: string,
    conversation: ConversationId,
    end: { state: Exclude<OutboundState, "waiting">; code?: string },
  ): Promise<void>;
  /** Reads the whole campaign. */
  jobs(campaign: string): Promise<readonly CampaignJob[]>;
}
export type CampaignJob = {
  conversation: ConversationId;
  outbound: string;
  state: OutboundState;
  code?: string;
};

/** Conversations that the business began, by number: Meta limits them per 24 hours. */
export interface Allowance {
  add(number: NumberName, at: number): Promise<void>;
  usedSince(number: NumberName, since: number, now: number): Promise<number>;
}

/** Finds conversations. Sessions and ids are keyed hashes, never raw. */
export interface Directory {
  /** Repeating it changes nothing. `names`: the conversation ids of the customer's other ids (the phone). */
  note(
    conversation: ConversationId,
    entry: { number: NumberName; session: string; names: readonly ConversationId[] },
  ): Promise<void>;
  bySession(session: string): Promise<readonly { conversation: ConversationId; number: NumberName }[]>;
  /** Returns the conversation when it is not the name itself. */
  byName(name: ConversationId): Promise<ConversationId | undefined>;
}

export interface Leads {
  find(conversation: ConversationId): Promise<Lead | undefined>;
  /** Safe against concurrent merges. Returns the record; its revision rises only with a new fact. */
  merge(conversation: ConversationId, number: NumberName, facts: LeadFacts, at: number): Promise<Lead>;
  /** Keeps the latest published revision. */
  published(conversation: ConversationId, revision: number): Promise<void>;
  list(cursor?: string): Promise<{ leads: readonly Lead[]; cursor?: string } | "bad-cursor">;
}

/** Texts that went from a number's app to customers in the last day or two, as keyed hashes. */
export interface RepeatedTexts {
  /** Returns how many customers got the text, this one included. Repeating it changes nothing. */
  note(number: NumberName, textHash: string, conversation: ConversationId): Promise<number>;
  customersOf(number: NumberName, textHash: string): Promise<number>;
}

export interface HandoffList {
  /** Repeating it changes nothing. */
  add(handoff: Handoff): Promise<void>;
  /** `conversationIds`: all of the customer's. */
  remove(handoff: Handoff, conversationIds?: ConversationIds): Promise<void>;
  /** Oldest first. May hold some that have just ended: compare with the conversation's state. */
  list(): Promise<readonly Handoff[]>;
}

/** E-mails to the team. At least once. */
export interface Notifications {
  send(mail: { subject: string; text: string }): Promise<void>;
}

/** Ids only: the receiver reads the lead itself. */
export interface LeadQueue {
  send(lead: { conversation: ConversationId; revision: number }): Promise<void>;
}

/** Queues a command for later. One for each `name`: a later call replaces it. */
export interface Schedules {
  set(name: string, at: number, command: TurnCommand): Promise<void>;
}

export interface TemplateCatalogue {
  /** Throws IntegrationError. */
  list(): Promise<readonly TemplateDefinition[]>;
  /** Customers whom the business may write to first in 24 hours; `undefined` without a known limit. */
  dailyLimit(): Promise<number | undefined>;
}
