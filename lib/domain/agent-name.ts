/** Another agent starts here: the compiler then lists every registry that lacks it. */
export const AGENTS = ["chatsby"] as const;
export type AgentName = (typeof AGENTS)[number];
