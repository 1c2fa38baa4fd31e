import type { FailureAction, FailureCause } from "../application/ports/sender.ts";
import type { Provider } from "../domain/inbound/inbound.ts";
import { metaFailures } from "./meta/failure-actions.ts";
import { twilioFailures } from "./twilio/failure-actions.ts";

export type ProviderFailures = {
  /** The message certainly failed. */
  failureActionFor(code: string): FailureAction;
  failureCause(code: string): FailureCause;
};

export const FAILURES: Readonly<Record<Provider, ProviderFailures>> = {
  meta: metaFailures,
  twilio: twilioFailures,
};
