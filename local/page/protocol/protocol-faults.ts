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

/** How the engine is that understands media. "slow": beyond the time that it has. */
export type EngineTrouble = "slow" | "busy" | "down";

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
  | { kind: "engine"; how: EngineTrouble | "well" }
  | { kind: "statuses"; how: Statuses }
  /** Ends all instances of the worker during a turn, of `message` or of any; waits for one. */
  | { kind: "kill-worker"; message?: string }
  /** Meta's access token and Twilio's Auth Token are refused until they are renewed. */
  | { kind: "token"; expired: boolean }
  /** Every start of the worker fails. Its messages go to the dead-letter queue after 3 attempts, not 200. */
  | { kind: "worker-fails"; on: boolean };

export type FaultState = {
  /** In the order of use. */
  sends: readonly SendFault[];
  agentSlowSeconds: number;
  agentDown: boolean;
  engine?: EngineTrouble;
  statuses: Statuses;
  /** Delayed so far, and the planned number. */
  hold?: { held: number; count: number };
  /** The worker is killed during its next turn. */
  killWaits?: true;
  tokenExpired: boolean;
  workerFails: boolean;
};
