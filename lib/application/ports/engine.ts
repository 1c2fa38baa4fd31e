import type { Keyword } from "../../domain/consent/keywords/language-keywords.ts";
import type { ConversationState, PendingMessage } from "../../domain/conversation/conversation.ts";
import type { ConversationId, MessageId, NumberName, TurnId } from "../../domain/ids.ts";
import type { Content, Customer } from "../../domain/inbound/inbound.ts";
import type { TextKey } from "../../domain/language/language-data.ts";
import type { LeadFacts } from "../../domain/lead/lead.ts";
import type { TemplateMessage } from "../../domain/template/template.ts";
import type { ReplyPart, Turn } from "../../domain/turn/turn.ts";
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
import type { Agent, Clock, Conversations, Deliveries, Events, TurnQueue } from "./ports.ts";
import type { FailureAction, FailureCause, Sender } from "./sender.ts";
import type { Telemetry } from "./telemetry.ts";

/** As the worker needs it. */
export type BusinessNumber = {
  name: NumberName;
  agentId: string;
  sender: Sender;
  /** In the customer's language. */
  textFor(key: TextKey, customer: Customer): string;
  /** As WhatsApp messages, none longer than the sender takes. A blank answer has none. */
  formatReply(answer: string): readonly ReplyPart[];
  /** As a person wrote it, split where the sender takes no more. */
  splitText(text: string): readonly ReplyPart[];
  /** Whether a reply to several messages quotes the last one. */
  quotes: boolean;
  /** By the provider's code, whether it came with the response or later as a status. */
  failureActionFor(code: string): FailureAction;
  /** Codes that are not the provider's are the business's. */
  failureCause(code: string): FailureCause;
  messagesPerSecond: number;
  /** A hash that changes with what the number sends with. */
  credentials?(): Promise<string>;
  /** Sent once when a reply comes too late for the customer service window. */
  reengagement?(customer: Customer): TemplateMessage;
};

type FollowUp = { afterHours: number; text?: string; template?(customer: Customer): TemplateMessage };

export type Rules = {
  quietSeconds: number;
  maxWaitSeconds: number;
  staleAfterHours: number;
  stale: "ignore" | "handoff";
  graceSeconds: number;
  agentAttempts: number;
  maxPerHour: number;
  deferredFreshHours: number;
  /** How long the bot pauses once a person is wanted. */
  resumeAfterMs: number;
  /** Parts of an answer that mean: a person must take over. */
  phrases: readonly string[];
  failedTurns: number;
  noteForAgent: boolean;
  confirmOptOut: boolean;
  /** Ask the customer to send again what WhatsApp did not pass on. */
  askToResend: boolean;
  marketingStop: "all" | "templates";
  followUps: readonly FollowUp[];
};

/** What the team reads of a handoff. */
type HandoffNotice = {
  /** Whether the team gets an e-mail. */
  mail: boolean;
  /** What the mail, and what the event, may hold. */
  mailContent: "full" | "ids";
  eventContent: "full" | "ids";
  link(conversation: ConversationId, customer: Customer): string | undefined;
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
  links: Links;
  leads: Leads;
  leadQueue?: LeadQueue;
  handoffs: HandoffList;
  notifications: Notifications;
  /** Only where follow-ups are wanted. */
  schedules?: Schedules;
  history: History;
  agent: Agent;
  events: Events;
  clock: Clock;
  /** 0 up to 1. */
  random(): number;
  telemetry: Telemetry;
  rules: Rules;
  handoffNotice: HandoffNotice;
  /** A turn is begun only when so much time is left. */
  agentTimeoutMs: number;
  /** Credentials were refused: look whether they have been changed. */
  invalidateSecrets?(): void;
  numberNamed(name: NumberName): BusinessNumber | undefined;
  turnQueue: TurnQueue;
  /** By whatever id the customer now has. */
  conversationFor(number: NumberName, customer: Customer): ConversationId;
  /** Until when side tasks of a kind are not tried, shared by all that the process does. */
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

/** Another worker wrote the conversation: this attempt ends, the redelivered wake-up sees the new state. */
export class ConcurrentWriteError extends Error {
  constructor() {
    super("another worker has written this conversation");
    this.name = "ConcurrentWriteError";
  }
}
