/**
 * `paused`: a person has taken over. `opted-out`: the customer wants no messages. `no-templates`: none that
 * the business begins. `switched-off`: the number is switched off. `outside-rollout`: the bot does not answer
 * this customer yet. `needs-tap`: the agent's answers wait as drafts.
 */
export type SendBlock = TurnSendBlock | "outside-rollout" | "needs-tap";

/**
 * What a turn may name, and is stored with it: also the release before knows these. The others follow from the
 * turn itself.
 */
export type TurnSendBlock = StoredSendBlock | "switched-off";

/** Stored with the conversation. The others belong to the number. */
export type StoredSendBlock = "paused" | "opted-out" | "no-templates";

/** Block the agent's answers and every turn without its own `blockedBy`. */
export const AGENT_SEND_BLOCKS: readonly TurnSendBlock[] = ["paused", "opted-out", "switched-off"];
