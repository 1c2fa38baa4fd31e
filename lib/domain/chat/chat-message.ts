import type { Attachment } from "../inbound/inbound.ts";

/** A file in a message. */
export type ChatMedia = {
  /** Its place in the message. */
  index: number;
  kind: Attachment["media"];
  /** The sender's word. */
  filename?: string;
  /** Somebody may still have it. */
  canOpen: boolean;
  /** Of staff: its id. */
  file?: string;
  /** Of the bot: where it is, for everybody. */
  link?: string;
  /** By a machine. `cut`: the text goes on. */
  understood?: { text: string; language?: string; confidence?: number; cut?: true };
  /** Why a machine understood nothing, in plain words. */
  notUnderstood?: string;
};

/** `unknown`: it may have arrived. */
export type SendStatus =
  | "queued"
  | "sending"
  | "sent"
  | "delivered"
  | "read"
  | "failed"
  | "cancelled"
  | "unknown";

export type ChatMessage = {
  id: string;
  at: number;
  from: "customer" | "bot" | "staff" | "system";
  /** The member of staff. */
  by?: string;
  kind: string;
  text: string;
  /** As text. */
  quoted?: string;
  options?: readonly string[];
  media?: readonly ChatMedia[];
  /** What the agent was told of something that it cannot see or hear. */
  agentRead?: string;
  /** Of ours: a SendStatus. Of the customer's: how it ended. */
  status?: string;
  /** The provider's or ours. */
  failureCode?: string;
};

/** What it quotes is not looked up yet. */
export type UnlinkedMessage = Omit<ChatMessage, "quoted"> & {
  quotes?: string;
  /** Sorts messages of the same time. */
  arrivedAt: number;
};
