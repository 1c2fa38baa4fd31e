/**
 * Why nothing may leave just now.
 * `paused` a person has taken over; `opted-out` the customer wants nothing more; `no-templates` the customer wants no messages that the business begins;
 * `switched-off` somebody has switched the number off.
 */
export type SendBlock = "paused" | "opted-out" | "no-templates" | "switched-off";

/** Those that are kept with the conversation; the others belong to the number. */
export type StoredSendBlock = Exclude<SendBlock, "switched-off">;

/** What silences the agent, and every turn that says nothing else. */
export const AGENT_SEND_BLOCKS: readonly SendBlock[] = ["paused", "opted-out", "switched-off"];
