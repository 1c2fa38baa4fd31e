/** Each is a folder in functions/. */
export const FUNCTION_NAMES = [
  "webhook",
  "worker",
  "delivery",
  "operator",
  "agent-actions",
  "inbox",
  "lead-webhook",
  "daily-check",
] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

export const isFunctionName = (name: string): name is FunctionName =>
  FUNCTION_NAMES.some((each) => each === name);
