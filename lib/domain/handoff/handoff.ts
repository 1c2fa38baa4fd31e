/**
 * `asked`: the customer asked. `agent`: the agent's action asked. `phrase`: the agent's answer says so.
 * `agent-failed`: the agent failed repeatedly. `stale`: a message came too late for an automatic answer.
 * `loop`: the other side seems to be a bot. `rollout`: the bot does not answer this customer yet. `operator`, `app`: a person took over by the operator API, or
 * wrote from the WhatsApp Business app.
 */
export type HandoffReason =
  | "asked"
  | "agent"
  | "phrase"
  | "agent-failed"
  | "stale"
  | "loop"
  | "rollout"
  | "operator"
  | "app";

/** A person has the conversation, or is asked to take it: the bot sends nothing. */
export type Handoff = {
  /** Derived from the cause: a repeat is no second handoff. At most 40 characters `[\w-]`. */
  id: string;
  reason: HandoffReason;
  since: number;
  /** Who took over: an IAM ARN, the name of a member of staff, or "app". */
  by?: string;
  summary?: string;
  /** Set when a person is writing already, or the other side is no person: the customer is not notified. */
  quiet?: boolean;
  /** Keyed hash of the app's text that started it, which may turn out to be automatic. */
  textHash?: string;
  /** When that text arrived. */
  noticedAt?: number;
  /** Outside business hours: the bot goes on until then, unless somebody of the team comes before. */
  botUntil?: number;
  /** Where it started: the customer's id may have changed since. */
  origin: string;
};

/**
 * `automatic`: the app itself had sent the text that started it.
 * `merged`: the conversation became one with another that was already with a person.
 */
export type HandoffEnd = "resume" | "customer" | "quiet-time" | "automatic" | "merged";

export type EndedHandoff = Handoff & {
  endedAt: number;
  how: HandoffEnd;
  endedBy?: string;
  /** From staff, for the agent. */
  note?: string;
};

export const isStartedByStaff = ({ reason }: Pick<Handoff, "reason">) =>
  reason === "operator" || reason === "app";

/** True also when it was started under another of the customer's ids. */
export const isSameHandoff =
  ({ id }: Handoff, conversationIds: readonly string[]) =>
  (other: Handoff): boolean =>
    other.id === id && conversationIds.includes(other.origin);
