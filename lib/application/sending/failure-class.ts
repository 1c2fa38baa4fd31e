import type { FailureAction, FailureCause } from "../ports/ports.ts";

/** Kinds of failed sends, few enough to be a metric's dimension: each value of one costs money. */
export type FailureClass = "blocked" | "throttled" | "window" | "opted-out" | "provider" | "refused" | "recipient";

const CLASSES: Record<FailureAction, FailureClass> = {
  // Token, payment, policy: the number cannot send until a person mends it.
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
