import type { Consent } from "../../domain/consent/consent.ts";
import type { ConsentChange } from "../../domain/consent/consent-change.ts";
import type { ConversationIds, ConversationState } from "../../domain/conversation/conversation.ts";
import type { EndedHandoff, Handoff, HandoffEnd } from "../../domain/handoff/handoff.ts";
import type { ConversationId, MessageId, NumberName, TurnId } from "../../domain/ids.ts";
import type { Lead, LeadFacts } from "../../domain/lead/lead.ts";
import type { TemplateDefinition } from "../../domain/template/template.ts";
import type { Outbound, OutboundState } from "../../domain/turn/outbound.ts";
import type { TurnCommand } from "./ports.ts";

/** What anybody may do to a conversation at any time, beside its worker: each call is one atomic write that the worker's next save sees. */
export interface Controls {
  /** The state alone; sees every write that ended before the call. */
  read(conversation: ConversationId): Promise<ConversationState>;
  /**
   * SendBlocks the bot until `resumeAt`. "paused" goes to exactly one caller for each handoff id;
   * "already" when a person has the conversation (the standing handoff stays), or when this very handoff was begun before, also if it has ended since.
   */
  pause(conversation: ConversationId, handoff: Handoff, resumeAt: number): Promise<"paused" | "already">;
  /** A person was active: the bot keeps quiet at least until then. Changes nothing when no person has the conversation. */
  extend(conversation: ConversationId, resumeAt: number): Promise<void>;
  /**
   * Ends the handoff, and keeps how it ended. `unless`: only while `resumeAt` is not later than this (for an end by itself).
   * Gives what was ended; `undefined` when there was none, so that it goes to exactly one caller.
   */
  resume(
    conversation: ConversationId,
    end: { at: number; how: HandoffEnd; by?: string; unless?: number },
  ): Promise<EndedHandoff | undefined>;
  /** Keeps the customer's wish if it is later than the one kept, by `at`; of two with the same time "stop" wins. "stale" otherwise, also for a repeat. */
  changeConsent(conversation: ConversationId, change: ConsentChange): Promise<"changed" | "stale">;
  /** The same for an id under which the customer may be written to later, such as the bare phone: kept for ever, and no conversation begins by it. */
  keepConsent(id: ConversationId, change: ConsentChange): Promise<void>;
  /** What was wished under this very id, by either of the two, wherever it leads now. */
  keptConsent(id: ConversationId): Promise<Consent>;
}

/** Numbers can be switched off without a deploy: seen by everybody within seconds. `"*"` = all numbers. */
export interface Switches {
  /** Whether the number, or all of them, is switched off. */
  isOff(number: NumberName): Promise<boolean>;
  set(number: NumberName | "*", off: boolean, by: string, at: number): Promise<void>;
  list(numbers: readonly NumberName[]): Promise<readonly SwitchState[]>;
}
export type SwitchState = { number: NumberName | "*"; off: boolean; by?: string; at?: number };

/** What is to be said besides answers. `Conversations.load` lists what waits. */
export interface Outbox {
  /** "queued" goes to exactly one caller for each id of a conversation. */
  add(conversation: ConversationId, outbound: Outbound): Promise<"queued" | "repeated">;
  /** Takes it off the waiting list. Repeating it changes nothing but what became of it: a later "failed" overwrites "sent". */
  end(
    conversationIds: ConversationIds,
    id: string,
    end: { state: Exclude<OutboundState, "waiting">; code?: string; turn?: TurnId },
  ): Promise<void>;
  find(conversation: ConversationId, id: string): Promise<OutboundRecord | undefined>;
}
export type OutboundRecord = Outbound & { state: OutboundState; code?: string; turn?: TurnId };

/** A mailing: who was written to, and what became of it. Knows conversations only, no addresses. */
export interface Campaigns {
  /** "new" goes to exactly one caller for each conversation of a campaign; the others get the job that stands. Its cost does not grow with the campaign. */
  claim(campaign: string, conversation: ConversationId, number: NumberName, outbound: string): Promise<"new" | CampaignJob>;
  end(campaign: string, conversation: ConversationId, end: { state: Exclude<OutboundState, "waiting">; code?: string }): Promise<void>;
  /** All of them: reads the whole campaign. */
  jobs(campaign: string): Promise<readonly CampaignJob[]>;
}
export type CampaignJob = { conversation: ConversationId; outbound: string; state: OutboundState; code?: string };

/** Messages that the business began, by number: Meta limits them by the last 24 hours. */
export interface Allowance {
  add(number: NumberName, at: number): Promise<void>;
  usedSince(number: NumberName, since: number, now: number): Promise<number>;
}

/** How a conversation can be found. Sessions and ids are given as keyed hashes, never raw. */
export interface Directory {
  /** Repeating it changes nothing. `names`: the conversation ids that the customer's other ids (the phone) would give. */
  note(conversation: ConversationId, entry: { number: NumberName; session: string; names: readonly ConversationId[] }): Promise<void>;
  /** The conversations that have this session: the same person may write to several numbers. */
  bySession(session: string): Promise<readonly { conversation: ConversationId; number: NumberName }[]>;
  /** The conversation that goes by this name, when it is not the name itself. */
  byName(name: ConversationId): Promise<ConversationId | undefined>;
}

export interface Leads {
  find(conversation: ConversationId): Promise<Lead | undefined>;
  /** Merges facts into the record, whoever else does so at the same time. Gives the record as it is then; its revision rises only when a fact is news. */
  merge(conversation: ConversationId, number: NumberName, facts: LeadFacts, at: number): Promise<Lead>;
  /** Notes that a revision was published, unless a later one was. */
  published(conversation: ConversationId, revision: number): Promise<void>;
  /** A page of all, oldest first; "bad-cursor" for a cursor that was not given before. */
  list(cursor?: string): Promise<{ leads: readonly Lead[]; cursor?: string } | "bad-cursor">;
}

/** Which texts went from a number's app to which customers lately. Texts are given as keyed hashes, and remembered for a day or two. */
export interface RepeatedTexts {
  /** Gives to how many different customers the text went lately, this one included. Repeating it changes nothing. */
  note(number: NumberName, textHash: string, conversation: ConversationId): Promise<number>;
  /** To how many different customers it went lately. */
  customersOf(number: NumberName, textHash: string): Promise<number>;
}

/** Open handoffs, for those who answer them. */
export interface HandoffList {
  /** Repeating it changes nothing. */
  add(handoff: Handoff): Promise<void>;
  /** `conversationIds`: of a customer with several ids, under whichever of which it was listed. */
  remove(handoff: Handoff, conversationIds?: ConversationIds): Promise<void>;
  /** Oldest first. May hold some that have ended a moment ago: compare with the conversation's state. */
  list(): Promise<readonly Handoff[]>;
}

/** Tells the team by e-mail. At least once. */
export interface Notifications {
  send(mail: { subject: string; text: string }): Promise<void>;
}

/** Ids only: the lead itself is read by whoever sends it on. */
export interface LeadQueue {
  send(lead: { conversation: ConversationId; revision: number }): Promise<void>;
}

/** Puts a command on its conversation's queue at a later time. One for each `name`: a later call replaces it. */
export interface Schedules {
  set(name: string, at: number, command: TurnCommand): Promise<void>;
}

export type TranscriptEntry = {
  /** Milliseconds since 1970. */
  at: number;
  from: "customer" | "agent" | "person" | "system";
  text: string;
  /** How a customer's message ended, or how far a part of ours came. */
  state?: string;
};

/** An act of staff. */
export type Act = { at: number; by: string; what: string; detail?: string };

/** What was said and done in a conversation. */
export interface History {
  /** In order of time; the last `most` when given. */
  transcript(conversationIds: ConversationIds, most?: number): Promise<readonly TranscriptEntry[]>;
  /**
   * What was said in the message that the provider knows by this id: the customer's, also waiting or from the Business app, or one of ours
   * in a turn that has been archived. `undefined` when it is not known, or not any more. Reads little: of a very long conversation not everything.
   */
  findMessage(conversationIds: ConversationIds, id: MessageId): Promise<TranscriptEntry | undefined>;
  /** Keeps who did what; repeating it with the same `id` changes nothing. */
  record(conversation: ConversationId | "*", id: string, act: Act): Promise<void>;
  acts(conversation: ConversationId | "*"): Promise<readonly Act[]>;
  /**
   * A part of what is kept of the conversation, at most about a megabyte, for export: from the beginning, or behind the `next` of another part.
   * All parts together hold each item once; what was said is in order of time within a part only.
   */
  part(conversation: ConversationId, after?: string): Promise<HistoryPart>;
  /** Everything that is kept of the conversation, as it is kept, by item. */
  everything(conversation: ConversationId): Promise<readonly Record<string, unknown>[]>;
  /**
   * Erases all that is personal: message ids stay as tombstones without content, so that a repeat is still a repeat, and an opt-out stays.
   * Fences off a worker that read the conversation before. Gives the number of items that were erased. Repeating it changes nothing.
   */
  erase(conversation: ConversationId): Promise<number>;
}

/** `items`: as they are kept. `transcript`, `acts`: what they hold, readable. `next`: where it goes on; left out at the end. */
export type HistoryPart = {
  items: readonly Record<string, unknown>[];
  transcript: readonly TranscriptEntry[];
  acts: readonly Act[];
  next?: string;
};

/** The provider's list of approved templates. */
export interface TemplateCatalogue {
  /** Throws IntegrationError. */
  list(): Promise<readonly TemplateDefinition[]>;
  /** Unique customers that the business may begin to write to in 24 hours; `undefined` when there is no limit or it is not known. */
  dailyLimit(): Promise<number | undefined>;
}
