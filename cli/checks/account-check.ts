import type { SecretOf } from "../../lib/config/secrets.ts";
import type { NumberOf, Settings } from "../../lib/config/settings.ts";
import type { Provider } from "../../lib/domain/inbound/inbound.ts";
import type { Io } from "../io.ts";
import type { Finding } from "./finding.ts";

export type AccountWorld = Pick<Io, "fetch" | "clock">;

export type Servers = Pick<Settings, Provider | "chatsby">;

/** `url`: the webhook's; left out until the stage is deployed. */
export type AccountCheck<P extends Provider> = (
  world: AccountWorld,
  servers: Servers,
  numbers: readonly NumberOf<P>[],
  secret: SecretOf<P>,
  url?: string,
) => Promise<Finding[]>;
