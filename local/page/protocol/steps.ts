import type { DeliveryState } from "../../../lib/domain/inbound/inbound.ts";

/** Over HTTP. Bodies are cut after 2,000 characters. Headers are left out: they hold secrets. */
export type Call = {
  method: string;
  url: string;
  request: string;
  /** Missing: no response. */
  status?: number;
  response?: string;
  took: number;
};

/** `id` counts up over all steps. */
export type Step = { id: number; at: number } & (
  | {
      kind: "webhook";
      call: Call;
      /** 1, 2, … for this delivery. `repeat`: delivered before. */
      attempt: number;
      repeat: boolean;
    }
  /** In the ledger: new, or already known. */
  | { kind: "ledger"; result: "recorded" | "repeat" }
  /** The wake-up is in the queue, delayed for the shortest quiet time. */
  | { kind: "queued"; seconds: number }
  /** `messages`: how many it answers; none: a staff message. */
  | { kind: "turn"; turn: string; messages: number }
  /** A customer's file: first where it lies, then its bytes. */
  | { kind: "file"; what: "address" | "bytes"; call: Call }
  | { kind: "agent"; call: Call }
  /** The business marked it as read and shows "typing…". */
  | { kind: "typing"; call: Call }
  /** `part` counts from 1; `message` is the bubble if it was accepted. */
  | { kind: "part"; part: number; call: Call; message?: string }
  | { kind: "status"; message: string; state: DeliveryState; code?: string; billed?: boolean; call: Call }
  | {
      kind: "ended";
      state: "answered" | "handed-off" | "drafted" | "ignored" | "deferred" | "failed";
      reason?: string;
    }
  | { kind: "log"; function: string; level: string; code: string; facts: { [name: string]: unknown } }
  | { kind: "fault"; what: string }
);
