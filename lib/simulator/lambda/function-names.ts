export const FUNCTION_NAMES = ["webhook", "worker", "delivery", "operator", "agent-actions", "lead-webhook"] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];
