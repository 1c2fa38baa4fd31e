import type { TurnSendBlock } from "../conversation/send-block.ts";
import type { MessageId, NumberName, TurnId } from "../ids.ts";
import type { MediaFile } from "../media/media-file.ts";
import type { TemplateMessage } from "../template/template.ts";
import type { Outcome } from "./outcome.ts";

export type ReplyPart = {
  text: string;
  /** Stands in front of the text in the same message: an AI answers. */
  disclosure?: string;
  /** They end the text, and are shown as buttons or a list where the provider can. */
  options?: readonly string[];
  /** Quoted where the provider can. */
  replyTo?: MessageId;
  /** Sent instead of the text, which then only describes it. */
  template?: TemplateMessage;
  /** The text is its caption, and may be empty. */
  media?: MediaFile;
};

/**
 * Fits the provider's limit. `sending` is written before the request: after a crash no part that may have
 * been sent is `pending`.
 */
export type Part = ReplyPart & {
  /** `accepted`: the provider took it. `failed`: it never will. `cancelled`: not to be sent any more. */
  state: "pending" | "sending" | "accepted" | "failed" | "cancelled";
  sendingAt?: number;
  /** Part of the reference: never decreases. */
  attempts: number;
  /**
   * These attempts do not count towards the limit: the number could not send at all, or they were made with a
   * file that is a link now.
   */
  excused?: number;
  /** The provider's for the last attempt, when we saw its response. */
  id?: string;
  code?: string;
};

/**
 * A turn is the pending messages of a conversation, answered together by one agent call and one reply.
 * Messages of staff and of the system are turns that answer no messages.
 */
export type Turn = {
  id: TurnId;
  number: NumberName;
  messages: readonly MessageId[];
  startedAt: number;
  agentFailures: number;
  /** Empty until the agent has answered. */
  parts: readonly Part[];
  /** How its messages end when all parts are settled and none has failed. */
  ending: Outcome;
  /** Time of the next attempt. */
  notBefore?: number;
  /** To be finished although none of its messages waits: it answers none, or a status has undone its end. */
  reopened?: boolean;
  /** The agent when absent. */
  by?: "person" | "system";
  /** AGENT_SEND_BLOCKS when absent. */
  blockedBy?: readonly TurnSendBlock[];
  /** A template: may be sent outside the customer service window. */
  anytime?: boolean;
  outbound?: string;
  /** Who tapped to send the agent's answer, which had waited as a draft. */
  approvedBy?: string;
  campaign?: string;
  /** A person takes over after it is sent: the answer itself tells the customer. */
  handsOff?: "phrase" | "agent-failed";
  opening?: boolean;
};

export const disclosedText = (disclosure: string | undefined, text: string): string =>
  [disclosure, text].filter(Boolean).join("\n\n");

/** As the customer reads it. */
export const sentText = ({ disclosure, text }: Pick<ReplyPart, "disclosure" | "text">): string =>
  disclosedText(disclosure, text);

const settled = (part: Part) =>
  part.state === "accepted" || part.state === "failed" || part.state === "cancelled";

export const hasAnswer = (turn: Turn) => turn.parts.length > 0;
export const isSettled = (turn: Turn) => hasAnswer(turn) && turn.parts.every(settled);
/** -1: all parts are settled. */
export const nextOpenPart = (turn: Turn) => turn.parts.findIndex((part) => !settled(part));

export const withPart = (turn: Turn, index: number, change: Partial<Part>): Turn => ({
  ...turn,
  parts: turn.parts.map((part, at) => (at === index ? { ...part, ...change } : part)),
});

/** Written before its next request leaves. */
export const withNextAttempt = (turn: Turn, index: number, now: number): Turn => ({
  ...turn,
  parts: turn.parts.map((part, at): Part => {
    if (at !== index) return part;
    const { id: _, ...rest } = part;
    return { ...rest, state: "sending", sendingAt: now, attempts: part.attempts + 1 };
  }),
});

export const cancelOpenParts = (turn: Turn, ending: Outcome): Turn => ({
  ...turn,
  ending,
  parts: turn.parts.map((part) => (settled(part) ? part : { ...part, state: "cancelled" })),
});
