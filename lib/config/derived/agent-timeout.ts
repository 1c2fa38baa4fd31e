import { AGENTS } from "../../domain/agent-name.ts";
import type { Settings } from "../settings/settings.ts";

/** For one answer, of the slowest agent. */
export const agentTimeoutSeconds = (settings: Settings) =>
  Math.max(...AGENTS.map((agent) => settings[agent].timeoutSeconds));
