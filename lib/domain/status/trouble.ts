/** What keeps customers from getting answers. Scripts use the names. */
type TroubleKind =
  | "number-stopped"
  | "number-throttled"
  | "number-off"
  | "answers-late"
  | "answers-failed"
  | "answers-deferred"
  | "messages-failed"
  | "sends-refused"
  | "agent-failing"
  | "handoffs-untaken";

/** Holds no text, phone number or token. */
export type Trouble = {
  kind: TroubleKind;
  /** `problem`: a customer gets no answer. `warning`: may soon. */
  level: "problem" | "warning";
  number?: string;
  since?: number;
  /** Of something that happened several times. */
  lastAt?: number;
  /** `atLeast`: not all were looked at. */
  count?: number;
  atLeast?: boolean;
  /** The provider's, the agent's or our own code for the cause. */
  code?: string;
  what: string;
  fix: string;
};
