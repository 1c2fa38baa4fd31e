/**
 * Why a person is asked for or has taken over.
 * `asked`: the customer asked. `agent`: the agent's action asked. `phrase`: the agent's answer says so.
 * `agent-failed`: the agent failed repeatedly. `stale`: a message came too late for an automatic answer.
 * `loop`: the other side seems to be a bot. `operator`, `app`: a person took over by the operator API, or
 * wrote from the WhatsApp Business app.
 */
export type HandoffReason =
  | "asked"
  | "agent"
  | "phrase"
  | "agent-failed"
  | "stale"
  | "loop"
  | "operator"
  | "app";

/** A person has the conversation, or is asked to take it. The bot sends nothing from then on. */
export type Handoff = {
  /** Derived from the cause, so that a repeat is not a second handoff. At most 40 characters `[\w-]`. */
  id: string;
  reason: HandoffReason;
  /** Milliseconds since 1970. */
  since: number;
  /** Who took over: an IAM ARN, or "app". */
  by?: string;
  /** Written by the agent or the operator. */
  summary?: string;
  /** The customer is not notified: a person is writing already, or the other side is no person. */
  quiet?: boolean;
  /** A keyed hash of the text from the app that started it, which may still turn out to be automatic. */
  textHash?: string;
  /** When that text arrived. */
  noticedAt?: number;
  /** The conversation in which it started. The customer's id may have changed since. */
  origin: string;
};

/**
 * `automatic`: nobody had taken over; the app itself had sent the text that started it.
 * `merged`: two conversations of a customer became one, and the other one was already with a person.
 */
export type HandoffEnd = "resume" | "customer" | "quiet-time" | "automatic" | "merged";

export type EndedHandoff = Handoff & { endedAt: number; how: HandoffEnd; endedBy?: string };

/** Staff started it themselves, so they need no e-mail about it. */
export const isStartedByStaff = ({ reason }: Handoff) => reason === "operator" || reason === "app";

/** Whether another handoff is this one, started under any of the customer's ids. */
export const isSameHandoff =
  ({ id }: Handoff, conversationIds: readonly string[]) =>
  (other: Handoff): boolean =>
    other.id === id && conversationIds.includes(other.origin);
