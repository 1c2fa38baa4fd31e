import type { ChatKey } from "./protocol.ts";
import type { Fault } from "./protocol-faults.ts";

/** Files that the project ships: all invented. */
export type ShippedFile = "photo" | "voice" | "document" | "spreadsheet";
export type Media = ShippedFile | "location" | "contact";

export type Act =
  /* as a customer */
  | (ChatKey & { do: "say"; text: string; quoting?: string })
  | (ChatKey & { do: "send"; what: Media; caption?: string; quoting?: string })
  /* any other file: POST /local/file?customer=…&number=…&name=…&type=… with its bytes */
  | (ChatKey & { do: "tap"; message: string; option: string })
  /** Only with Meta. An empty emoji removes it. */
  | (ChatKey & { do: "react"; message: string; emoji: string })
  /** About marketing messages, in WhatsApp itself. Only with Meta. */
  | (ChatKey & { do: "preference"; value: "stop" | "resume" })
  | { do: "read-receipts"; customer: string; on: boolean }
  /** Without a phone number (digits) the customer has only a user id. `country`: two letters; default: US. */
  | { do: "add-customer"; name: string; phone?: string; country?: string }
  /** Only with Meta: a person writes in the WhatsApp Business app. */
  | (ChatKey & { do: "echo"; text: string })
  /* breaking things */
  | { do: "fault"; fault: Fault }
  /** Also ends what they have left behind: suspended numbers, dead letters, waits in the queues. */
  | { do: "clear-faults" }
  /** At most 40 days, only forward. */
  | { do: "advance-clock"; milliseconds: number };

/**
 * When the act is done. A customer's act: its webhook got 200, or is delayed (`data.held`). A moved clock:
 * everything due has started. A fault: applied or planned.
 * `message`: the new bubble's id, also without a 200. `problem`: why not, and the fix.
 */
export type Acted =
  | { ok: true; message?: string; customer?: string; data?: unknown }
  | { ok: false; problem: string; message?: string };
