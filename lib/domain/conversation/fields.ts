import type { ConsentChange } from "../consent/consent-change.ts";
import type { EndedHandoff, Handoff } from "../handoff/handoff.ts";
import type { ConversationId, NumberName } from "../ids.ts";
import type { Customer } from "../inbound/inbound.ts";
import type { Turn } from "../turn/turn.ts";
import type { Progress } from "./progress.ts";
import type { LastStaffReply } from "./staff-reply.ts";

// Every field of a conversation and how it is treated. Storing, merging, erasing and exporting follow from
// here: a field without its treatment does not compile.

/** `formerIds`: user ids and phones of late messages; never sent to. */
export type IdentityChange = { changedAt: number; formerIds: readonly string[] };

/** Only the worker writes these. */
export type WorkerFields = {
  number?: NumberName;
  /** Fixed when the conversation begins. */
  sessionId?: string;
  customer?: Customer;
  /** The customer service window counts from it. */
  lastInboundAt?: number;
  turn?: Turn;
  progress?: Progress;
  identity?: IdentityChange;
  /** The conversation that this one was merged into: nothing is answered here any more. */
  movedTo?: ConversationId;
};

/** Who of the team answers. */
export type Assignee = { by: string; at: number };

/** A person has taken over. Several functions write it at any time; the worker only reads it. */
export type Pauses = {
  /** When the bot falls silent: later than now while it goes on until people are there. */
  pausedAt?: number;
  handoff?: Handoff;
  /** The bot takes over again then, unless staff write before. */
  resumeAt?: number;
  /** Newest last: several may end before the worker publishes their ends. */
  endedHandoffs?: readonly EndedHandoff[];
  /** Only while a person has the conversation. */
  assignee?: Assignee;
  lastStaffReply?: LastStaffReply;
};

/** What the customer wants. Several functions write it at any time; the worker only reads it. */
export type Consent = {
  /** The customer wants no messages. */
  optedOutAt?: number;
  /** No messages that the business begins. */
  noTemplatesAt?: number;
  /** The customer opted in: earlier opt-outs no longer count. */
  optedInAt?: number;
  consentChange?: ConsentChange;
};

/** Only merges write these. */
export type MergeFields = {
  /** Merged into this one; their waiting messages are answered here. */
  mergedFrom?: readonly ConversationId[];
};

type Treatment<Value> = {
  /** Its attribute. An export shows each as what it is. */
  stored: Value extends string ? "text" : Value extends number ? "number" : "json";
  /** `kept`: names nobody. `anonymised`: what names nobody is kept. */
  erased: "removed" | "kept" | "anonymised";
};
type Treatments<Fields> = { readonly [Name in keyof Fields]-?: Treatment<NonNullable<Fields[Name]>> };

type Merging<Value> = {
  /** `own first`: the other's where this one has none. `by rule`: see `mergeConversations`. */
  merged: "own first" | "own only" | "by rule" | (Value extends number ? "latest" : never);
};

export const WORKER_FIELDS = {
  number: { stored: "text", merged: "own first", erased: "removed" },
  sessionId: { stored: "text", merged: "own first", erased: "removed" },
  customer: { stored: "json", merged: "by rule", erased: "removed" },
  lastInboundAt: { stored: "number", merged: "latest", erased: "removed" },
  turn: { stored: "json", merged: "own only", erased: "removed" },
  progress: { stored: "json", merged: "by rule", erased: "anonymised" },
  identity: { stored: "json", merged: "by rule", erased: "removed" },
  movedTo: { stored: "text", merged: "own only", erased: "removed" },
} as const satisfies Treatments<WorkerFields> & {
  readonly [Name in keyof WorkerFields]-?: Merging<NonNullable<WorkerFields[Name]>>;
};

/** Merged together, by `mergePauses`. */
export const PAUSE_FIELDS = {
  pausedAt: { stored: "number", erased: "removed" },
  handoff: { stored: "json", erased: "removed" },
  resumeAt: { stored: "number", erased: "removed" },
  endedHandoffs: { stored: "json", erased: "removed" },
  assignee: { stored: "json", erased: "removed" },
  lastStaffReply: { stored: "json", erased: "removed" },
} as const satisfies Treatments<Pauses>;

/** Merged together, by `mergeConsent`. */
export const CONSENT_FIELDS = {
  optedOutAt: { stored: "number", erased: "kept" },
  noTemplatesAt: { stored: "number", erased: "kept" },
  optedInAt: { stored: "number", erased: "kept" },
  consentChange: { stored: "json", erased: "kept" },
} as const satisfies Treatments<Consent>;

export const MERGE_FIELDS = {
  mergedFrom: { stored: "json", erased: "removed" },
} as const satisfies Treatments<MergeFields>;

export const CONVERSATION_FIELDS = {
  ...WORKER_FIELDS,
  ...PAUSE_FIELDS,
  ...CONSENT_FIELDS,
  ...MERGE_FIELDS,
};

export type SendBlocks = Pauses & Consent;

/** Names also a field that the value lacks. */
export type EveryField<Fields> = { [Name in keyof Fields]-?: Fields[Name] | undefined };

export type NamesOf<Fields, Part> = {
  [Name in keyof Fields]: Fields[Name] extends Part ? Name : never;
}[keyof Fields];
