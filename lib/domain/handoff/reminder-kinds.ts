/** `long`: the customer has waited for some time. `closing`: an hour is left to answer freely. */
export type ReminderKind = "long" | "closing";

/** What the team was reminded of: one handoff, or one draft. */
export type Reminders = {
  /** Its id, or the draft's turn. */
  handoff: string;
  /** When the team was notified first: what the customer wrote may have arrived late. */
  from: number;
  /** Sent, or left out for good. */
  done: readonly ReminderKind[];
  /** When the next wake-up comes for them. */
  plannedAt?: number;
};
