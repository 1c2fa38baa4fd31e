import type { DeliveryState, Provider } from "../../lib/domain/inbound/inbound.ts";
import type { Line } from "../../lib/domain/markup/render-whatsapp.ts";
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
  /** `own`: the real Chatsby, whose faults cannot be simulated. */
  agent: { kind: "built-in" | "own"; url: string };
  /** The last 100 mails to the team and events on the bus. */
  news: readonly News[];
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
  | { kind: "clock"; now: number; offset: number }
  | { kind: "news"; news: News }
  /** The trace has ended, and so has the worker's current turn: nothing more is sent for it. */
  | { kind: "rest"; trace: string };

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
  state: "waiting" | "answered" | "handed-off" | "ignored" | "deferred" | "failed";
  reason?: string;
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
  /** Unless a person acts, the bot takes over again then. */
  resumesAt?: number;
  optedOut: boolean;
  /** The customer wants nothing that the business begins. */
  noTemplates: boolean;
  switchedOff: boolean;
  waiting: number;
  lead?: { [field: string]: { value: string; source: string } };
  /** By `pricing` in the statuses; `amount` in US dollars at `rate` per billed message, an example. */
  cost: { free: number; billed: number; amount: number; rate: number };
};

export type News =
  | { kind: "mail"; id: string; at: number; subject: string; text: string }
  | { kind: "event"; id: string; at: number; type: string; detail: string };

export type SendFault =
  /** Shown on the phone, but the response never arrives. */
  | "timeout-after-accept"
  | "cut"
  | "cut-after-accept"
  | "5xx"
  /** Too many messages to this customer. */
  | "131056"
  /** The number sends too fast. */
  | "130429"
  /** The customer service window is closed. */
  | "131047"
  /** The access token is not valid. */
  | "190";

export type Statuses = "normal" | "late" | "never" | "reversed";

export type Fault =
  /**
   * Delivers the webhook of `message` again; default: a customer's last one. "3-days": moves the clock three
   * days ahead first.
   */
  | { kind: "duplicate"; when: "now" | "3-days"; message?: string }
  /**
   * Delays the next `count` (2 to 10) customers' webhooks and delivers them last first, one after the other.
   * 0 delivers the delayed ones now.
   */
  | { kind: "hold"; count: number }
  /** For the next `times` (1 to 20) sends; 0 removes the planned ones. */
  | { kind: "send"; what: SendFault; times: number }
  /** 0: as fast as possible; at most 60. */
  | { kind: "agent-slow"; seconds: number }
  | { kind: "agent-down"; on: boolean }
  | { kind: "statuses"; how: Statuses }
  /** Ends all instances of the worker during a turn, of `message` or of any; waits for one. */
  | { kind: "kill-worker"; message?: string };

export type FaultState = {
  /** In the order of use. */
  sends: readonly SendFault[];
  agentSlowSeconds: number;
  agentDown: boolean;
  statuses: Statuses;
  /** Delayed so far, and the planned number. */
  hold?: { held: number; count: number };
  /** The worker is killed during its next turn. */
  killWaits?: true;
};

export type Media = "photo" | "voice" | "location" | "contact";

export type Act =
  /* as a customer */
  | (ChatKey & { do: "say"; text: string; quoting?: string })
  | (ChatKey & { do: "send"; what: Media; caption?: string; quoting?: string })
  | (ChatKey & { do: "tap"; message: string; option: string })
  /** Only with Meta. An empty emoji removes it. */
  | (ChatKey & { do: "react"; message: string; emoji: string })
  /** About marketing messages, in WhatsApp itself. Only with Meta. */
  | (ChatKey & { do: "preference"; value: "stop" | "resume" })
  | { do: "read-receipts"; customer: string; on: boolean }
  /** Without a phone number (digits) the customer has only a user id. `country`: two letters; default: US. */
  | { do: "add-customer"; name: string; phone?: string; country?: string }
  /* as the business */
  /** Only with Meta: a person writes in the WhatsApp Business app. */
  | (ChatKey & { do: "echo"; text: string })
  | (ChatKey & { do: "reply"; text: string })
  | (ChatKey & { do: "pause"; quiet?: boolean; summary?: string })
  | (ChatKey & { do: "resume" })
  | (ChatKey & {
      do: "send-template";
      template: { name: string; language?: string; values: { [place: string]: string } };
    })
  /** The response's `data` is that of `GET /conversations/templates`. */
  | { do: "list-templates"; number: string }
  /** "*": all numbers. */
  | { do: "switch"; number: string; off: boolean }
  /* breaking things */
  | { do: "fault"; fault: Fault }
  | { do: "clear-faults" }
  /** At most 40 days, only forward. */
  | { do: "advance-clock"; milliseconds: number }
  | { do: "reset-clock" };

/**
 * When the act is done. A customer's act: its webhook got 200, or is delayed (`data.held`). A staff act: the
 * operator API accepted it. A moved clock: everything due has started. A fault: applied or planned.
 * `message`: the new bubble's id, also without a 200. `problem`: why not, and the fix.
 */
export type Acted =
  | { ok: true; message?: string; customer?: string; data?: unknown }
  | { ok: false; problem: string; message?: string };
