import type { DeliveryState } from "../../lib/domain/inbound/inbound.ts";

/** A call over HTTP. Bodies are cut after 2,000 characters; no secrets: headers are left out. */
export type Call = {
  method: string;
  url: string;
  request: string;
  /** None: no answer came. */
  status?: number;
  response?: string;
  /** Milliseconds. */
  took: number;
};

/** What the system did with a message, with what can be shown of it. `id` counts up over all steps. */
export type Step = { id: number; at: number } & (
  | {
      kind: "webhook";
      call: Call;
      /** 1, 2, … of this delivery. `repeat`: it was delivered before. */
      attempt: number;
      repeat: boolean;
    }
  /** In the ledger: for the first time, or known already. */
  | { kind: "ledger"; result: "recorded" | "repeat" }
  /** The wake-up is in the queue and is held back for the quiet time. */
  | { kind: "queued"; seconds: number }
  /** `messages`: how many it answers; none = staff's words. */
  | { kind: "turn"; turn: string; messages: number }
  | { kind: "agent"; call: Call }
  /** The business marked it read and shows "typing…". */
  | { kind: "typing"; call: Call }
  /** A send. `part` counts from 1; `message` is the bubble, when it was accepted. */
  | { kind: "part"; part: number; call: Call; message?: string }
  | { kind: "status"; message: string; state: DeliveryState; code?: string; billed?: boolean; call: Call }
  | { kind: "ended"; state: "answered" | "handed-off" | "ignored" | "held" | "failed"; reason?: string }
  /** A line of a function's log: codes and ids. */
  | { kind: "log"; function: string; level: string; code: string; facts: { [name: string]: unknown } }
  /** Something broken on purpose while it was on its way. */
  | { kind: "fault"; what: string }
);
