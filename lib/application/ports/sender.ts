import type { MessageId } from "../../domain/ids.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";
import type { FileRules } from "../../domain/media/media-file.ts";
import type { ReplyPart } from "../../domain/turn/turn.ts";

/**
 * What to do about a refusal, by the provider's code:
 * `soon` retry within seconds; `later` this customer waits; `slow` the number is over its throughput, its
 * customers take slots; `rest` the number waits for minutes; `never` give the part up;
 * `stop` the number cannot send until a person fixes it; `spam` the same, for hours; `template` the customer
 * service window is closed;
 * `opted-out` the customer wants nothing from this number; `no-templates` … nothing that the business begins.
 */
export type FailureAction =
  | "soon"
  | "later"
  | "slow"
  | "rest"
  | "never"
  | "stop"
  | "spam"
  | "template"
  | "opted-out"
  | "no-templates";

/** "recipient": not on WhatsApp, blocked, opted out. The business can do nothing about it. */
export type FailureCause = "business" | "recipient";

export type SendOutcome =
  | { kind: "accepted"; id: string }
  /** It may have been taken (timeout, cut connection, 5xx): only a status can tell. */
  | { kind: "unknown"; code: string }
  | { kind: "refused"; code: string; failureAction: FailureAction };

export type Outgoing = Omit<ReplyPart, "disclosure"> & { to: Customer; reference: string };

export interface Sender {
  /** In UTF-16 units. Longer text must be split before. */
  readonly maxLength: number;
  /** Absent: it sends no files. */
  readonly files?: FileRules;
  /** Never throws for the provider or the network: that is an outcome. */
  send(message: Outgoing, deadline: number): Promise<SendOutcome>;
  /**
   * Marks the message read and shows "typing…" for up to 25 s. Throws IntegrationError; the turn goes on
   * without it.
   */
  showTyping(message: MessageId, deadline: number): Promise<void>;
}
