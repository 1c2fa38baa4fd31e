import type { Fetch } from "../adapters/http/fetch.ts";
import type { Agent, Clock } from "../application/ports/ports.ts";
import type { Secrets } from "../config/secrets/secrets.ts";
import type { Settings } from "../config/settings/settings.ts";

type AgentDeps = {
  settings: Settings;
  secrets(): Promise<Secrets>;
  fetch: Fetch;
  clock: Clock;
  /** The credentials were refused: they may have been rotated. */
  invalidateSecrets(): void;
};

export type ConnectAgent = (deps: AgentDeps) => Agent;
