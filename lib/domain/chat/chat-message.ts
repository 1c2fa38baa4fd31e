/** How far a message of ours has come. `unknown`: it may have arrived. */
export type SendStatus =
  | "queued"
  | "sending"
  | "sent"
  | "delivered"
  | "read"
  | "failed"
  | "cancelled"
  | "unknown";

/** A message as staff see it. */
export type ChatMessage = {
  id: string;
  at: number;
  from: "customer" | "bot" | "staff" | "system";
  /** Which member of staff. */
  by?: string;
  kind: string;
  text: string;
  /** The quoted message, as text. */
  quoted?: string;
  options?: readonly string[];
  /** What the agent was told of something that it cannot see or hear. */
  agentRead?: string;
  /** Of ours: a SendStatus. Of the customer's: how it ended. */
  status?: string;
  /** A code of the provider or of ours. */
  failureCode?: string;
};

/** Before what it quotes has been looked up by the provider's id. */
export type UnlinkedMessage = Omit<ChatMessage, "quoted"> & {
  quotes?: string;
  /** Sorts messages of the same time. */
  arrivedAt: number;
};
