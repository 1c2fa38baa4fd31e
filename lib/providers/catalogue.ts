import type { TemplateCatalogue } from "../application/ports/control-ports.ts";
import { IntegrationError } from "../application/ports/integration-error.ts";
import type { Secrets } from "../config/secrets/secrets.ts";
import type { NumberSettings } from "../config/settings/settings.ts";
import type { Provider } from "../domain/inbound/inbound.ts";
import type { Connection } from "./connection.ts";

/** A method, so that it may be called with any number whose provider it is. */
export interface ProviderCatalogue<Number extends NumberSettings = NumberSettings> {
  /** The calls throw IntegrationError when the settings or the secret lack what they need. */
  /** Whether settings and secret hold all that asking needs. */
  canAsk(number: Number, secrets: Secrets): boolean;
  catalogueOf(number: Number, connection: Connection): TemplateCatalogue;
}

/** The code names the missing part. */
export const cannotAsk = (system: Provider, code: "no_waba_id" | "no_secret") =>
  new IntegrationError({ system, code, retry: "never" });
