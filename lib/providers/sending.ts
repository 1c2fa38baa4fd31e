import type { Fetch } from "../adapters/http/fetch.ts";
import { IntegrationError } from "../application/ports/integration-error.ts";
import type { Sender } from "../application/ports/sender.ts";
import type { Secrets } from "../config/secrets/secrets.ts";
import type { NumberSettings } from "../config/settings/settings.ts";
import type { Customer, Provider } from "../domain/inbound/inbound.ts";
import type { Connection } from "./connection.ts";

type SendingDeps = Omit<Connection, "fetch"> & {
  fetch: Fetch;
  publicUrl: string;
  /** The text of the button that opens a list of options, in the customer's language. */
  choose(customer: Customer): string;
};

/** Methods, so that a provider's facet may be called with any number whose provider it is. */
export interface ProviderSending<Number extends NumberSettings = NumberSettings> {
  sender(number: Number, deps: SendingDeps): Sender;
  /** `undefined` when the secret lacks them. */
  credentialsOf(secrets: Secrets): string | undefined;
  /** A short list of options becomes buttons or a list. */
  readonly showsOptions: boolean;
}

/** Begins the code of the error. */
export const MISSING_SECRET = "missing_";

export const missingSecret = (provider: Provider) =>
  new IntegrationError({ system: "secrets", code: `${MISSING_SECRET}${provider}`, retry: "later" });
