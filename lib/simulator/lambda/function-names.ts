export const FUNCTION_NAMES = ["webhook", "worker", "delivery", "operator", "agent-actions", "lead-webhook"] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** Those of every message: built and started before they are needed. The others come with their first call, so that nobody waits for them at the start. */
export const AT_ONCE: readonly FunctionName[] = ["webhook", "worker", "delivery"];
