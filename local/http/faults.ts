import type { Answer } from "./service.ts";

/**
 * "before-accept" has no effect; "after-accept" takes effect, but the caller does not learn of it.
 * `code` is an error of the service's own kind, `status` a plain HTTP status.
 */
export type Fault =
  | "timeout-before-accept"
  | "timeout-after-accept"
  | "cut-before-accept"
  | "cut-after-accept"
  | { code: number; status?: number; retryAfter?: number }
  | { status: number; retryAfter?: number; body?: string }
  | { delayMs: number };

export class FaultPlan<Own = never> {
  #coming: (Fault | Own)[] = [];
  #source: (() => Fault | Own | undefined) | undefined;
  #always: Fault | Own | undefined;

  /** Each is for one call, after those planned before. */
  next(...faults: readonly (Fault | Own)[]): void {
    this.#coming.push(...faults);
  }

  /** Called for each call without a planned fault. */
  from(source: () => Fault | Own | undefined): void {
    this.#source = source;
  }

  /** For every call without another fault; `undefined` ends it. */
  always(fault: Fault | Own | undefined): void {
    this.#always = fault;
  }

  clear(): void {
    this.#coming = [];
    this.#always = undefined;
  }

  take(): Fault | Own | undefined {
    return this.#coming.shift() ?? this.#source?.() ?? this.#always;
  }
}

/** `accept` has the effect and returns the good response; `refuse` returns the service's own error. */
export async function withFault(
  fault: Fault | undefined,
  act: {
    accept(): Promise<Answer>;
    refuse(code: number, status: number | undefined): Answer;
    pause(milliseconds: number): Promise<void>;
  },
): Promise<Answer> {
  switch (fault) {
    case undefined:
      return act.accept();
    case "timeout-before-accept":
      return "hang";
    case "cut-before-accept":
      return "cut";
    case "timeout-after-accept":
      await act.accept();
      return "hang";
    case "cut-after-accept":
      await act.accept();
      return "cut";
  }
  if ("delayMs" in fault) {
    await act.pause(fault.delayMs);
    return act.accept();
  }
  const answer: Answer =
    "code" in fault
      ? act.refuse(fault.code, fault.status)
      : { status: fault.status, body: fault.body ?? "", headers: { "content-type": "text/html" } };
  if (typeof answer === "string" || fault.retryAfter === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, "retry-after": String(fault.retryAfter) } };
}
