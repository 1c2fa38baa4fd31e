import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { IntegrationError } from "../../application/ports/integration-error.ts";
import type { Clock } from "../../application/ports/ports.ts";
import type { Telemetry } from "../../application/ports/telemetry.ts";
import { parseSecrets, type Secrets } from "../../config/secrets.ts";
import { MINUTE_MS } from "../../domain/time.ts";

/** How long a changed secret may stay unseen. */
const FRESH_FOR_MS = 5 * MINUTE_MS;
/** After a failed refresh the old value is used for this long before trying again. */
const RETRY_AFTER_MS = 30_000;

export type SecretsSource = {
  /** The parsed secret, at most five minutes old while Secrets Manager answers. Throws when none could ever be read: callers fail closed. */
  get(): Promise<Secrets>;
  /** The known value may be out of date: the next `get` reads anew, at most twice a minute however often this is asked. */
  invalidate(): void;
};

/**
 * The one secret, cached over invocations. A failed first read is forgotten, so that the next request tries again;
 * a failed refresh keeps the old value, because a hiccup of Secrets Manager must not stop replies.
 */
export function secretsManagerSecrets(options: {
  client: SecretsManagerClient;
  secretId: string;
  clock: Clock;
  telemetry: Telemetry;
}): SecretsSource {
  const { client, secretId, clock, telemetry } = options;
  let known: { secrets: Secrets; until: number; readAt: number } | undefined;
  let reading: Promise<Secrets> | undefined;

  async function read(): Promise<Secrets> {
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
      const secrets = parseSecrets(SecretString ?? "");
      known = { secrets, until: clock.now() + FRESH_FOR_MS, readAt: clock.now() };
      return secrets;
    } catch (error) {
      const code = error instanceof Error ? error.name : "unknown";
      telemetry.error("secret.refresh-failed", { code });
      telemetry.count("SecretUnusable");
      if (!known) throw new IntegrationError({ system: "secrets", code, retry: "later" });
      known = { ...known, until: clock.now() + RETRY_AFTER_MS };
      return known.secrets;
    } finally {
      reading = undefined;
    }
  }

  return {
    invalidate() {
      if (known && clock.now() - known.readAt > RETRY_AFTER_MS) known = { ...known, until: 0 };
    },
    get() {
      if (known && clock.now() < known.until) return Promise.resolve(known.secrets);
      reading ??= read();
      return reading;
    },
  };
}
