import type { AgentName } from "../../domain/agent-name.ts";
import type { Provider } from "../../domain/inbound/inbound.ts";

export type RetryHint = "never" | "later";
export type OutsideSystem = Provider | AgentName | "agent" | "secrets" | "settings" | "crm" | "files";

/** Never holds a body, which can be personal. */
export class IntegrationError extends Error {
  readonly system: OutsideSystem;
  readonly code: string;
  readonly retry: RetryHint;
  /** Seconds, from the system's `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(fields: { system: OutsideSystem; code: string; retry: RetryHint; retryAfter?: number }) {
    super(`${fields.system} failed: ${fields.code}`);
    this.name = "IntegrationError";
    this.system = fields.system;
    this.code = fields.code;
    this.retry = fields.retry;
    this.retryAfter = fields.retryAfter;
  }
}
