import type { FailureAction, FailureCause } from "../ports/sender.ts";

/** Few: each value of a metric's dimension costs money. */
export type FailureClass =
  | "blocked"
  | "throttled"
  | "window"
  | "opted-out"
  | "provider"
  | "refused"
  | "recipient";

const CLASSES: Record<FailureAction, FailureClass> = {
  // Token, payment, policy: a person must fix it.
  stop: "blocked",
  spam: "blocked",
  slow: "throttled",
  rest: "throttled",
  later: "throttled",
  template: "window",
  "opted-out": "opted-out",
  "no-templates": "opted-out",
  soon: "provider",
  never: "refused",
};

export const failureClass = (failureAction: FailureAction, cause: FailureCause): FailureClass =>
  failureAction === "never" && cause === "recipient" ? "recipient" : CLASSES[failureAction];
