import type { AgentName } from "../domain/agent-name.ts";
import { connectChatsby } from "./chatsby/connect.ts";
import type { ConnectAgent } from "./connect-agent.ts";

export const CONNECT_AGENT: Readonly<Record<AgentName, ConnectAgent>> = { chatsby: connectChatsby };
