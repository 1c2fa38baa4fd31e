import { IntegrationError } from "../../application/ports/integration-error.ts";
import type { Clock } from "../../application/ports/ports.ts";
import type { Telemetry } from "../../application/ports/telemetry.ts";
import { parseSecrets, type Secrets } from "../../config/secrets/secrets.ts";
import { MINUTE_MS } from "../../domain/time.ts";
import type { SecretsManagerCalls } from "../aws/calls.ts";

/** How long a changed secret may go unnoticed. */
const FRESH_FOR_MS = 5 * MINUTE_MS;
/** How long the old value is used after a failed refresh. */
const RETRY_AFTER_MS = 30_000;

export type SecretsSource = {
  /**
   * At most five minutes old while Secrets Manager answers. Throws when it could never be read: callers fail
   * closed.
   */
  get(): Promise<Secrets>;
  /** The next `get` reads again, at most twice a minute. */
  invalidate(): void;
};

/** A failed first read is not cached; a failed refresh keeps the old value: replies go on. */
export function secretsManagerSecrets(options: {
  client: SecretsManagerCalls;
  secretId: string;
  clock: Clock;
  telemetry: Telemetry;
}): SecretsSource {
  const { client, secretId, clock, telemetry } = options;
  let known: { secrets: Secrets; until: number; readAt: number } | undefined;
  let reading: Promise<Secrets> | undefined;

  async function read(): Promise<Secrets> {
    try {
      const { SecretString } = await client.getSecretValue({ SecretId: secretId });
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
