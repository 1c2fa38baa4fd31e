/**
 * Why nothing may leave just now.
 * `paused` a person has taken over; `opted-out` the customer wants nothing more; `no-templates` the customer wants no messages that the business begins;
 * `switched-off` somebody has switched the number off.
 */
export type Silence = "paused" | "opted-out" | "no-templates" | "switched-off";

/** Those that are kept with the conversation; the others belong to the number. */
export type KeptSilence = Exclude<Silence, "switched-off">;

/** What silences the agent, and every turn that says nothing else. */
export const AGENT_SILENCES: readonly Silence[] = ["paused", "opted-out", "switched-off"];
