import type { DraftDecision } from "../draft/draft.ts";
import type { MessageId, NumberName } from "../ids.ts";
import type { Customer } from "../inbound/inbound.ts";
import type { AttachedFile } from "../media/staff-file.ts";
import type { TemplateMessage } from "../template/template.ts";

/** Waits like a customer's message and goes through the same turns. */
export type Outbound = {
  /** Chosen by the caller: a repeated request has the same id. At most 40 characters `[\w-]`. */
  id: string;
  number: NumberName;
  at: number;
  /** An IAM ARN, or the name of a member of staff. */
  by: string;
  /** The recipient, when the customer has never written. */
  customer?: Customer;
  content:
    | { kind: "reply"; text: string; replyTo?: MessageId; file?: AttachedFile }
    | { kind: "template"; template: TemplateMessage }
    | ({ kind: "draft" } & DraftDecision);
  campaign?: string;
};

export type OutboundState = "waiting" | "sent" | "failed" | "cancelled";
