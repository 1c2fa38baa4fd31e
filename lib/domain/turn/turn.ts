import type { Outcome } from "../conversation/conversation.ts";
import type { SendBlock } from "../conversation/send-block.ts";
import type { MessageId, NumberName, TurnId } from "../ids.ts";
import type { TemplateMessage } from "../template/template.ts";

/** What is sent in one message. */
export type ReplyPart = {
  text: string;
  /** Choices that the text ends in, to be shown as buttons or a list where the provider can. The text names them too. */
  options?: readonly string[];
  /** The customer's message that is quoted, where the provider can. */
  replyTo?: MessageId;
  /** Sent instead of the text, which then only says what it is. */
  template?: TemplateMessage;
};

/**
 * A piece of the reply that fits the provider's limit.
 * `sending` is written before the request leaves, so a crash can never hide one: whoever finds it treats it as unknown.
 */
export type Part = ReplyPart & {
  /** `accepted` = the provider took it. `failed` = it never will. `cancelled` = not to be sent any more. */
  state: "pending" | "sending" | "accepted" | "failed" | "cancelled";
  /** Milliseconds since 1970 of the last attempt that may have reached the provider. */
  sendingAt?: number;
  /** Every attempt has its own number, which is part of its reference: it never goes down. */
  attempts: number;
  /** Attempts that do not count against the part: the number could not send at all. */
  excused?: number;
  /** The provider's message id, when its response was seen. */
  id?: string;
  /** The provider's error code, when it refused. */
  code?: string;
};

/**
 * The pending messages of a conversation, answered together by one agent call and one reply.
 * What people and the system itself say goes through turns too: those answer no messages.
 */
export type Turn = {
  id: TurnId;
  number: NumberName;
  messages: readonly MessageId[];
  startedAt: number;
  /** Failed attempts at the agent. */
  agentFailures: number;
  /** No part yet: the agent has not answered. */
  parts: readonly Part[];
  /** How its messages end once every part is settled well. */
  ending: Outcome;
  /** Milliseconds since 1970: nothing is attempted before. */
  notBefore?: number;
  /** It must be finished, although none of its messages waits: it answers none, or a status has undone what was finished. */
  reopened?: boolean;
  /** Whose words these are; the agent's when absent. */
  by?: "person" | "system";
  /** What silences it; AGENT_SEND_BLOCKS when absent. */
  blockedBy?: readonly SendBlock[];
  /** It may leave outside the customer service window: it is a template. */
  anytime?: boolean;
  /** What it was sent for, when somebody had asked for it. */
  outbound?: string;
  campaign?: string;
  /** A person takes over once it has been sent: the answer itself tells the customer so. */
  handsOff?: "phrase" | "agent-failed";
  /** The conversation began with this turn. */
  opening?: boolean;
};

const settled = (part: Part) => part.state === "accepted" || part.state === "failed" || part.state === "cancelled";

export const hasAnswer = (turn: Turn) => turn.parts.length > 0;
export const isSettled = (turn: Turn) => hasAnswer(turn) && turn.parts.every(settled);
/** Index of the first part not known to be settled, or -1. */
export const nextOpenPart = (turn: Turn) => turn.parts.findIndex((part) => !settled(part));

export const withPart = (turn: Turn, index: number, change: Partial<Part>): Turn => ({
  ...turn,
  parts: turn.parts.map((part, at) => (at === index ? { ...part, ...change } : part)),
});

/** Every part still open is given up; the messages end as `ending` says. */
export const cancelOpenParts = (turn: Turn, ending: Outcome): Turn => ({
  ...turn,
  ending,
  parts: turn.parts.map((part) => (settled(part) ? part : { ...part, state: "cancelled" })),
});
