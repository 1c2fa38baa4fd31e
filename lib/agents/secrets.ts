import type * as z from "zod/mini";
import type { AgentName } from "../domain/agent-name.ts";
import { chatsbySecret } from "./chatsby/secret.ts";

/** What the secret holds for each agent. */
export const AGENT_SECRETS = { chatsby: chatsbySecret } satisfies Record<AgentName, z.ZodMiniType>;
