import type { WaitReason } from "../../../lib/application/ports/command-result.ts";
import type { DeliveryState, Provider } from "../../../lib/domain/inbound/inbound.ts";
import type { Line } from "../../../lib/domain/markup/whatsapp/render-whatsapp.ts";
import type { FaultState } from "./protocol-faults.ts";
import type { Step } from "./steps.ts";

/**
 * Between the page and the local stack. Only on this machine, and in memory only.
 * `GET /local/events`: server-sent events. `event: snapshot` comes first, also after a reconnect; then
 * `event: change`, each with an id.
 * `POST /local/act`: one `Act` as JSON; answers `Acted`, 200 when it was done, 400 when it is no act, 409
 * when it could not be done.
 * `GET /local/export`: the session as JSON, for `wa replay`.
 * Times are milliseconds since 1970 by the stack's own clock, which can be moved; `now` and `offset` say how
 * far.
 */
export type Snapshot = {
  now: number;
  offset: number;
  numbers: readonly PageNumber[];
  customers: readonly PageCustomer[];
  /** The last 2,000, oldest first. */
  bubbles: readonly Bubble[];
  typing: readonly ChatKey[];
  /** The last 500, oldest first. */
  traces: readonly Trace[];
  chats: readonly ChatFacts[];
  faults: FaultState;
  /** Only numbers that cannot send as usual. */
  suspensions: readonly NumberSuspension[];
  /** What `wa status` finds, the worst first. */
  troubles: readonly PageTrouble[];
  /** Commands of the queue of turns that were given up. */
  deadLetters: number;
  /** `own`: the real Chatsby, whose faults cannot be simulated. */
  agent: { kind: "built-in" | "own"; url: string };
  /** The last 100 mails to the team and events on the bus. */
  news: readonly News[];
  /** Missing: the settings switch it off. */
  inbox?: PageInbox;
};

/** Replaces the known entry with the same id. */
export type Change =
  | { kind: "bubble"; bubble: Bubble }
  | { kind: "typing"; chats: readonly ChatKey[] }
  | { kind: "trace"; trace: Omit<Trace, "steps"> }
  /** Added to the trace, or replaces the step with the same id. */
  | { kind: "step"; trace: string; step: Step }
  | { kind: "chat"; chat: ChatFacts }
  | { kind: "customer"; customer: PageCustomer }
  | { kind: "faults"; faults: FaultState }
  | { kind: "suspensions"; suspensions: readonly NumberSuspension[] }
  | { kind: "troubles"; troubles: readonly PageTrouble[] }
  | { kind: "dead-letters"; count: number }
  | { kind: "clock"; now: number; offset: number }
  | { kind: "news"; news: News }
  /** The trace has ended, and so has the worker's current turn: nothing more is sent for it. */
  | { kind: "rest"; trace: string };

export type PageInbox = {
  /** With `?user=` it signs that member of staff in and opens the inbox, at the conversation in its fragment. */
  signIn: string;
  staff: readonly { user: string; name: string; isAdmin: boolean }[];
};

export type PageNumber = {
  /** As in the settings: `support`. */
  name: string;
  provider: Provider;
  /** As people call it: `Meta`. */
  providerName: string;
  /** Acts that cannot be done here, because the provider has no such thing. */
  lacking: readonly ("react" | "preference" | "echo")[];
  /** In written form: `+15550100200`. */
  display: string;
  agentId: string;
};

/** The number sends nothing until then. Without `code`: it sends too fast. */
export type NumberSuspension = { number: string; until: number; since?: number; code?: string };

/** As in the operator API's status. */
export type PageTrouble = { kind: string; number?: string; what: string; fix: string };

export type PageCustomer = {
  /** Digits of the phone, else the business-scoped user id. */
  id: string;
  name: string;
  phone?: string;
  userId: string;
  /** Two letters. */
  country: string;
  readReceipts: boolean;
};

/** One chat on the phone. `customer` is PageCustomer.id, `number` PageNumber.name. */
export type ChatKey = { customer: string; number: string };

type BubbleKind =
  | "text"
  | "photo"
  | "voice"
  | "video"
  | "audio"
  | "document"
  | "sticker"
  | "location"
  | "contact"
  | "reaction";

export type Bubble = ChatKey & {
  /** The provider's id. */
  id: string;
  from: "customer" | "business";
  /** Written in the WhatsApp Business app. Staff messages through the API look like any reply. */
  by?: "person";
  kind: BubbleKind;
  text: string;
  /** `text` as a phone shows it. */
  lines: readonly Line[];
  /** Buttons, or rows of a list; a tap is `{ do: "tap", message: id, option }`. */
  options?: readonly string[];
  /** Its name; Twilio: its content sid. */
  template?: string;
  /** Id of the bubble that it answers. */
  quoting?: string;
  /** What was sent; answers 404 after a restart. The business's may be anywhere. */
  file?: { url: string; type?: string; name?: string };
  reaction?: string;
  businessReaction?: string;
  at: number;
  /** Of a customer's message: "delivered": the business has it; "read": the business marked it as read. */
  ticks?: DeliveryState;
  /** The trace that explains it, if known. */
  trace?: string;
};

/** The life of one message. For a staff message: of its turn. */
export type Trace = ChatKey & {
  /** The id of the customer's message, or `turn:<id>`. */
  id: string;
  startedAt: number;
  conversation?: string;
  turn?: string;
  state: "waiting" | "answered" | "handed-off" | "drafted" | "ignored" | "deferred" | "failed";
  reason?: string;
  /** What it is, where no customer's words say so. Unknown at first for what the business begins. */
  about?: "reaction" | "team" | "system";
  /** In order of time. */
  steps: readonly Step[];
};

export type ChatFacts = ChatKey & {
  conversation: string;
  /** Free-form replies are allowed until then. */
  windowClosesAt?: number;
  pausedAt?: number;
  /** `reason` as in the operator API */
  handoff?: { reason: string; since: number; by?: string; summary?: string };
  /** The customer waits for a person since then, and none has come. */
  waitingSince?: number;
  /** Unless a person acts, the bot takes over again then. */
  resumesAt?: number;
  optedOut: boolean;
  /** The customer wants nothing that the business begins. */
  noTemplates: boolean;
  switchedOff: boolean;
  waiting: number;
  /** When what waits is tried again, by the machine's own clock, and why it waits. */
  nextTry?: { at: number; why: WaitReason | "killed" };
  lead?: { [field: string]: { value: string; source: string } };
  /** By `pricing` in the statuses; `amount` in US dollars at `rate` per billed message, an example. */
  cost: { free: number; billed: number; amount: number; rate: number };
};

export type News =
  | { kind: "mail"; id: string; at: number; subject: string; text: string }
  | { kind: "event"; id: string; at: number; type: string; detail: string };
