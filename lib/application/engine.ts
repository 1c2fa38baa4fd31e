import type { ConversationState, Outcome } from "../domain/conversation.ts";
import type { ConversationId, MessageId, NumberName, TurnId } from "../domain/ids.ts";
import type { Customer } from "../domain/inbound.ts";
import type { ReplyPart, Turn } from "../domain/turn.ts";
import type { Agent, Clock, Conversations, Deliveries, Events, Remedy, Sender, TurnQueue } from "./ports.ts";
import type { Telemetry } from "./telemetry.ts";

/** A business number as the worker needs it. */
export type BusinessNumber = {
  name: NumberName;
  agentId: string;
  sender: Sender;
  fallbackText: string;
  /** The agent's answer as WhatsApp messages, none longer than the sender takes. Blank answers have none. */
  formatReply(answer: string): readonly ReplyPart[];
  /** Whether a reply to several messages quotes the last of them. */
  quotes: boolean;
  /** What to do about a provider's error code, whether it came with the response or later as a status. */
  remedyFor(code: string): Remedy;
};

type TurnRules = {
  quietSeconds: number;
  maxWaitSeconds: number;
  staleAfterHours: number;
  graceSeconds: number;
  agentAttempts: number;
};

/** All that the turn engine needs. */
export type Engine = {
  conversations: Conversations;
  deliveries: Deliveries;
  agent: Agent;
  events: Events;
  clock: Clock;
  /** 0 up to 1. */
  random(): number;
  telemetry: Telemetry;
  rules: TurnRules;
  /** Milliseconds that the agent may take: a turn is begun only when so much time is left. */
  agentTimeoutMs: number;
  numberNamed(name: NumberName): BusinessNumber | undefined;
  turnQueue: TurnQueue;
  /** The conversation of a customer with the number, by whatever id the customer now has. */
  conversationFor(number: NumberName, customer: Customer): ConversationId;
  turnIdFor(first: MessageId): TurnId;
  sessionIdFor(conversation: ConversationId, customer: Customer): string;
};

/** What to do with the wake-up: it is done, or it goes back to the queue for a while. */
export type Wake =
  | { kind: "done" }
  | { kind: "later"; milliseconds: number; why: "quiet" | "agent" | "evidence" | "refused" | "stopped" | "time" };

export const DONE: Wake = { kind: "done" };

export type StateWithTurn = ConversationState & { turn: Turn };

/** Another worker wrote the conversation meanwhile: this attempt ends, the redelivered wake-up sees the new state. */
class Overtaken extends Error {
  constructor() {
    super("another worker has written this conversation");
    this.name = "Overtaken";
  }
}

/** Saves and returns the state with its new version, or the reason why the bot must not speak. Throws Overtaken. */
export async function saveState<State extends ConversationState>(
  conversations: Conversations,
  state: State,
  guard: "speaking" | "always",
): Promise<State | "paused" | "opted-out"> {
  const saved = await conversations.save(state, guard);
  if (saved === "overtaken") throw new Overtaken();
  return saved === "saved" ? { ...state, version: state.version + 1 } : saved;
}

/** A save that no silence can refuse. Throws Overtaken. */
export async function saveAlways<State extends ConversationState>(conversations: Conversations, state: State): Promise<State> {
  const saved = await saveState(conversations, state, "always");
  if (typeof saved === "string") throw new Error("an unguarded save was refused");
  return saved;
}

/** How messages end that the bot must not answer. */
export const endingFor = (silence: "paused" | "opted-out"): Outcome =>
  silence === "paused" ? { kind: "handed-off" } : { kind: "ignored", reason: "opted-out" };
