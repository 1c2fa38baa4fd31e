export type RetryHint = "never" | "later";
export type OutsideSystem = "meta" | "twilio" | "chatsby" | "secrets" | "crm";

/** An outside system failed us. Says who, its own code, and whether to try again; never what it wrote: bodies can hold personal data. */
export class IntegrationError extends Error {
  readonly system: OutsideSystem;
  readonly code: string;
  readonly retry: RetryHint;
  /** Seconds after which the system asked to be tried again (`Retry-After`). */
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
