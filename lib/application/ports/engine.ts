import type { Keyword } from "../../domain/consent/keywords/language-keywords.ts";
import type { ConversationState, PendingMessage } from "../../domain/conversation/conversation.ts";
import type { PauseRules } from "../../domain/handoff/pause-rules.ts";
import type { BusinessHours } from "../../domain/hours/business-hours.ts";
import type { ConversationId, MessageId, NumberName, TurnId } from "../../domain/ids.ts";
import type { Content, Customer } from "../../domain/inbound/inbound.ts";
import type { TextKey } from "../../domain/language/language-data.ts";
import type { LeadFacts } from "../../domain/lead/lead.ts";
import type { RolloutSettings } from "../../domain/rollout/configured-rollout.ts";
import type { TemplateMessage } from "../../domain/template/template.ts";
import type { QuietRule } from "../../domain/turn/quiet.ts";
import type { ReplyPart, Turn } from "../../domain/turn/turn.ts";
import type { Activity } from "./activity.ts";
import type {
  Campaigns,
  Controls,
  Directory,
  HandoffList,
  LeadQueue,
  Leads,
  Notifications,
  Outbox,
  RepeatedTexts,
  Schedules,
  Switches,
} from "./control-ports.ts";
import type { History } from "./history.ts";
import type { Links } from "./links.ts";
import type { OptIns } from "./opt-ins.ts";
import type { Agent, Clock, Conversations, Deliveries, Events, TurnQueue } from "./ports.ts";
import type { FailureAction, FailureCause, Sender } from "./sender.ts";
import type { DelayedAnswers, FailureCounts } from "./status-ports.ts";
import type { Telemetry } from "./telemetry.ts";
import type { MediaUnderstanding } from "./understanding.ts";

type Disclosing = {
  textFor(customer: Customer): string;
  /** In the first message that can show it. */
  putBefore(parts: readonly ReplyPart[], disclosure: string): readonly ReplyPart[];
};

/** What the agent reads besides the question; the last one with each message, the others with the first question. */
type AgentContext = {
  firstContact?: boolean;
  name?: boolean;
  /** In English: "German". */
  languageOf?(customer: Customer): string | undefined;
  origin: boolean;
};

export type BusinessNumber = {
  name: NumberName;
  agentId: string;
  sender: Sender;
  textFor(key: TextKey, customer: Customer): string;
  /** When people are there; at any time without. */
  hours?: BusinessHours;
  /** Of a handoff while nobody is there: says when somebody is. Only with `hours`. */
  closedText?(customer: Customer, now: number): string;
  /** None longer than the sender takes. A blank answer has none. `disclosure`: in front of the first one. */
  formatReply(answer: string, disclosure?: string): readonly ReplyPart[];
  /** Only split where the sender takes no more. */
  splitText(text: string): readonly ReplyPart[];
  /** Absent: the business says by itself that an AI answers. */
  disclosure?: Disclosing;
  /** Absent: only the ad or product of a message. */
  agentContext?: AgentContext;
  quotes: boolean;
  /** `code`: the provider's, of a response or of a later status. */
  failureActionFor(code: string): FailureAction;
  failureCause(code: string): FailureCause;
  messagesPerSecond: number;
  /** A hash that changes with the credentials. */
  credentials?(): Promise<string>;
  /** Counts until another one is stored. */
  rollout?: RolloutSettings;
  /** For a reply that is too late for the customer service window. */
  reengagement?(customer: Customer): TemplateMessage;
};

type FollowUp = { afterHours: number; text?: string; template?(customer: Customer): TemplateMessage };

export type Rules = PauseRules &
  QuietRule & {
    staleAfterHours: number;
    stale: "ignore" | "handoff";
    graceSeconds: number;
    agentAttempts: number;
    maxPerHour: number;
    deferredFreshHours: number;
    /** A customer has waited for a person: the team is mailed again. 0 = never. */
    remindAfterMs: number;
    /** Parts of an answer that mean: a person must take over. */
    phrases: readonly string[];
    failedTurns: number;
    noteForAgent: boolean;
    confirmOptOut: boolean;
    askToResend: boolean;
    marketingStop: "all" | "templates";
    followUps: readonly FollowUp[];
  };

/** What an event for each message may hold; none with "off". */
export type MessageEvents = "ids" | "full" | "off";

type HandoffNotice = {
  mail: boolean;
  /** What the mail, and what the event, may hold. */
  mailContent: "full" | "ids";
  eventContent: "full" | "ids";
  link(conversation: ConversationId, customer: Customer): string | undefined;
  /** For commands in a mail. */
  stage?: string;
  /** Opens the conversation in the inbox, if there is one. */
  inbox?(conversation: ConversationId): string;
};

export type Engine = {
  conversations: Conversations;
  deliveries: Deliveries;
  controls: Controls;
  switches: Switches;
  repeatedTexts: RepeatedTexts;
  outbox: Outbox;
  campaigns: Campaigns;
  directory: Directory;
  optIns: OptIns;
  links: Links;
  leads: Leads;
  leadQueue?: LeadQueue;
  handoffs: HandoffList;
  notifications: Notifications;
  schedules?: Schedules;
  history: History;
  /** Only where the inbox is on. */
  activity?: Activity;
  /** For the operator's status. */
  delayedAnswers?: DelayedAnswers;
  failureCounts?: FailureCounts;
  agent: Agent;
  /** Only where something is to be understood. */
  understanding?: MediaUnderstanding;
  events: Events;
  clock: Clock;
  /** 0 up to 1. */
  random(): number;
  telemetry: Telemetry;
  rules: Rules;
  handoffNotice: HandoffNotice;
  messageEvents: MessageEvents;
  /** A turn is begun only when so much time is left. */
  agentTimeoutMs: number;
  /** Credentials were refused: look whether they have been changed. */
  invalidateSecrets?(): void;
  numberNamed(name: NumberName): BusinessNumber | undefined;
  turnQueue: TurnQueue;
  conversationFor(number: NumberName, customer: Customer): ConversationId;
  /** The kinds of side tasks that the whole process does not try before that time. */
  unresponsiveUntil: Map<string, number>;
  /** The same cause gives the same id: what a crash repeats is no second turn. */
  turnIdFor(cause: MessageId | string): TurnId;
  sessionIdFor(conversation: ConversationId, customer: Customer): string;
  /** A keyed hash for the directory. */
  sessionHashFor(session: string): string;
  detectKeyword(content: Content): Keyword | undefined;
  leadFactsOf(messages: readonly PendingMessage[], customer: Customer): LeadFacts;
};

export type StateWithTurn = ConversationState & { turn: Turn };

/** `deadline`: when the caller must have returned. */
export type SendContext = { state: ConversationState; number: BusinessNumber; deadline: number };

/** This attempt ends; the redelivered wake-up sees the new state. */
export class ConcurrentWriteError extends Error {
  constructor() {
    super("another worker has written this conversation");
    this.name = "ConcurrentWriteError";
  }
}
