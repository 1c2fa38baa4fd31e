import type * as z from "zod/mini";
import type { AgentName } from "../domain/agent-name.ts";
import { chatsbySecret } from "./chatsby/secret.ts";

export const AGENT_SECRETS = { chatsby: chatsbySecret } satisfies Record<AgentName, z.ZodMiniType>;
