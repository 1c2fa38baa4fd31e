import type * as z from "zod/mini";
import type { AgentName } from "../domain/agent-name.ts";
import { chatsbySection } from "./chatsby/settings.ts";

export const AGENT_SECTIONS = { chatsby: chatsbySection } satisfies Record<
  AgentName,
  z.ZodMiniType<{ timeoutSeconds: number }>
>;
