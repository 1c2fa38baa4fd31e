import type { FailureAction, FailureCause } from "../application/ports/sender.ts";
import type { Provider } from "../domain/inbound/inbound.ts";
import { omitUndefined } from "../domain/omit-undefined.ts";
import { metaFailures } from "./meta/sending/failure-actions.ts";
import { twilioFailures } from "./twilio/sending/failure-actions.ts";

export type ProviderFailures = {
  /** For a message that certainly failed with this code. */
  failureActionFor(code: string): FailureAction;
  failureCause(code: string): FailureCause;
  /** What staff read of it. `undefined` for a code that the provider does not list. */
  failureText(code: string): string | undefined;
  /** What the operator does about it; `number`: its name, for commands. `undefined`: nothing special. */
  failureFix(code: string, number: string): string | undefined;
};

export const FAILURES: Readonly<Record<Provider, ProviderFailures>> = {
  meta: metaFailures,
  twilio: twilioFailures,
};

export const explainFailure = (
  { provider, name }: { provider: Provider; name: string },
  code: string,
): { text?: string; fix?: string } =>
  omitUndefined({
    text: FAILURES[provider].failureText(code),
    fix: FAILURES[provider].failureFix(code, name),
  });
