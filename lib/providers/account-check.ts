import type { Clock } from "../application/ports/ports.ts";
import type { SecretOf } from "../config/secrets/secrets.ts";
import type { NumberOf, Settings } from "../config/settings/settings.ts";
import type { Finding } from "../domain/health/finding.ts";
import type { Provider } from "../domain/inbound/inbound.ts";

export type AccountWorld = { fetch: typeof fetch; clock: Clock };

export type Servers = Pick<Settings, Provider | "chatsby">;

/** `url`: the webhook's; left out until the stage is deployed. */
export type AccountCheck<P extends Provider> = (
  world: AccountWorld,
  servers: Servers,
  numbers: readonly NumberOf<P>[],
  secret: SecretOf<P>,
  url?: string,
) => Promise<Finding[]>;
