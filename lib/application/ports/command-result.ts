export type WaitReason =
  | "quiet"
  | "agent"
  | "media"
  | "confirmation"
  | "refused"
  | "stopped"
  | "other-turn"
  | "side-task"
  | "time";

/** The command comes again after the delay. Callers pass it on. */
export type RetryAfter = { kind: "retryAfter"; delayMs: number; why: WaitReason };

/** What only a redelivery can cure is thrown instead. */
export type CommandResult = { kind: "done" } | RetryAfter;

export const DONE: CommandResult = { kind: "done" };

/** For work that does not fit into the time left. */
export const NO_TIME: RetryAfter = { kind: "retryAfter", delayMs: 0, why: "time" };

export const retryAfter = (delayMs: number, why: WaitReason): RetryAfter => ({
  kind: "retryAfter",
  delayMs,
  why,
});
