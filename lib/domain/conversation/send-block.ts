/**
 * `paused`: a person has taken over. `opted-out`: the customer wants no messages. `no-templates`: none that
 * the business begins. `switched-off`: the number is switched off. `outside-rollout`: the bot does not answer
 * this customer yet. `needs-tap`: the agent's answers wait as drafts.
 */
export type SendBlock =
  | "paused"
  | "opted-out"
  | "no-templates"
  | "switched-off"
  | "outside-rollout"
  | "needs-tap";

/** The others belong to the number. */
export type StoredSendBlock = Exclude<SendBlock, "switched-off" | "outside-rollout" | "needs-tap">;

/** Block the agent's answers and every turn without its own `blockedBy`. */
export const AGENT_SEND_BLOCKS: readonly SendBlock[] = [
  "paused",
  "opted-out",
  "switched-off",
  "outside-rollout",
  "needs-tap",
];
