const REASONS: Readonly<Record<string, string>> = {
  asked: "asked for a person",
  agent: "the agent asked for a person",
  phrase: "the agent promised a person",
  "agent-failed": "the agent could not answer",
  stale: "message came late",
  loop: "another bot?",
  operator: "a colleague took over",
  app: "answered from the app",
};

/** Why a person is wanted. What is new to this version stays as it is. */
export const reasonText = (reason: string) => REASONS[reason] ?? reason;

/** The end of an IAM ARN says who it is. */
export const whoText = (by: string) => (by === "app" ? "the WhatsApp Business app" : (/[^:/]*\/?[^:/]+$/.exec(by)?.[0] ?? by));
