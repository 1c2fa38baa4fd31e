import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Customer, Provider } from "../../domain/inbound/inbound.ts";
import type { Allowance, Campaigns, Controls, Directory, HandoffList, History, Leads, Outbox, Switches } from "../ports/control-ports.ts";
import type { Clock, Conversations, TurnQueue } from "../ports/ports.ts";
import type { CachedTemplates } from "./cached-templates.ts";

/** All that the use-cases of staff need. None of them does what the worker does: they write what is wanted, and wake it. */
export type StaffDeps = {
  controls: Controls;
  outbox: Outbox;
  turnQueue: TurnQueue;
  directory: Directory;
  leads: Leads;
  handoffList: HandoffList;
  history: History;
  campaigns: Campaigns;
  allowance: Allowance;
  switches: Switches;
  conversations: Conversations;
  clock: Clock;
  numbers: readonly { name: NumberName; provider: Provider }[];
  /** The conversation of a customer with the number, by whatever id is given. */
  conversationFor(number: NumberName, customer: Customer): ConversationId;
  templatesOf(number: NumberName): CachedTemplates;
  /** Milliseconds for which the bot keeps quiet after a person was active. */
  resumeAfterMs: number;
  /** At most 22 characters `[\w-]`, the same for the same parts. */
  shortId(...parts: readonly string[]): string;
};

/** Somebody of the business asks for it: an IAM ARN. */
export type ByStaff<Request> = Request & { by: string };
