import type { Clock } from "../application/ports/ports.ts";
import type { Secrets } from "../config/secrets/secrets.ts";
import type { Settings } from "../config/settings/settings.ts";

export type Connection = {
  settings: Settings;
  secrets(): Promise<Secrets>;
  fetch: typeof fetch;
  clock: Clock;
};
