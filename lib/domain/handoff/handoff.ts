/**
 * Why a person is wanted or has taken over: `asked` the customer wrote so; `agent` the agent's action asked for one; `phrase` the agent's answer says so;
 * `agent-failed` it failed again and again; `stale` a message came too late to be answered by itself; `loop` another bot seems to be on the other side;
 * `operator` and `app` a person took over by the operator API, or simply wrote from the WhatsApp Business app.
 */
export type HandoffReason = "asked" | "agent" | "phrase" | "agent-failed" | "stale" | "loop" | "operator" | "app";

/** A conversation in the hands of people. The bot is silent from the moment in which it is kept. */
export type Handoff = {
  /** Derived from what caused it, so that a repeat is no second handoff. At most 40 characters `[\w-]`. */
  id: string;
  reason: HandoffReason;
  /** Milliseconds since 1970. */
  since: number;
  /** Who did it, when a person did: an IAM ARN, or "app". */
  by?: string;
  /** What the agent or the operator said about it. */
  summary?: string;
  /** The customer is not told: a person speaks already, or nobody is there to be told. */
  quiet?: boolean;
  /** A keyed hash of the text from the app that began it: it may yet turn out to be automatic. */
  textHash?: string;
  /** Milliseconds since 1970: when that text arrived. */
  noticedAt?: number;
  /** The conversation it began in: the customer may go by another id since. */
  origin: string;
};

/**
 * `automatic`: nobody had taken over after all; the app itself had sent the text that began it.
 * `merged`: two conversations of one customer became one, and the other one was with a person already.
 */
export type HandoffEnd = "resume" | "customer" | "quiet-time" | "automatic" | "merged";

export type EndedHandoff = Handoff & { endedAt: number; how: HandoffEnd; endedBy?: string };

/** A person has begun it, so the team need not be told of it by e-mail. */
export const isStartedByStaff = ({ reason }: Handoff) => reason === "operator" || reason === "app";

/** Whether it is this handoff, begun under any of these ids of the customer. */
export const isSameHandoff =
  ({ id }: Handoff, conversationIds: readonly string[]) =>
  (other: Handoff): boolean =>
    other.id === id && conversationIds.includes(other.origin);
