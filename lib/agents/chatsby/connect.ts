import { SECOND_MS } from "../../domain/time.ts";
import type { ConnectAgent } from "../connect-agent.ts";
import { chatsbyAgent } from "./agent.ts";

export const connectChatsby: ConnectAgent = ({
  settings: { chatsby },
  secrets,
  fetch,
  clock,
  invalidateSecrets,
}) =>
  chatsbyAgent({
    fetch,
    clock,
    apiUrl: chatsby.apiUrl,
    dialect: chatsby.dialect,
    timeoutMs: chatsby.timeoutSeconds * SECOND_MS,
    apiKey: async () => (await secrets()).chatsby.apiKey,
    onKeyRefused: invalidateSecrets,
  });
