import type { HandoffReason } from "../lib/domain/handoff/handoff.ts";

const REASONS: Readonly<Record<string, string>> = {
  asked: "asked for a person",
  agent: "the agent asked for a person",
  phrase: "the agent promised a person",
  "agent-failed": "the agent could not answer",
  stale: "message came late",
  loop: "another bot?",
  rollout: "outside the rollout",
  operator: "a colleague took over",
  app: "answered from the app",
} satisfies Record<HandoffReason, string>;

export const reasonText = (reason: string) => REASONS[reason] ?? reason;

/** The last part of an IAM ARN names the user. */
export const whoText = (by: string) =>
  by === "app" ? "the WhatsApp Business app" : (/[^:/]*\/?[^:/]+$/.exec(by)?.[0] ?? by);

const STATES: Readonly<Record<string, string>> = {
  accepted: "sent",
  sending: "being sent",
  failed: "not delivered",
  "handed-off": "for a person",
  drafted: "waits for a tap",
  "ignored: draft-discarded": "its answer was discarded",
  "ignored: draft-expired": "nobody tapped its answer for a week",
  "ignored: draft-replaced": "a person answered instead",
  "ignored: too-many-drafts": "too many answers wait for a tap",
  "deferred: window": "waits for the customer to write",
  "ignored: returned": "back to the assistant",
  "ignored: opted-out": "no more messages",
  "ignored: opted-in": "messages again",
  "ignored: stale": "came too late",
  "ignored: too-many": "too many in an hour",
  "ignored: switched-off": "the number was off",
  "ignored: outside-rollout": "outside the rollout",
};
export const outcomeText = (state: string) => STATES[state] ?? state;
