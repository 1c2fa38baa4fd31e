import type { Agent as HttpAgent } from "node:http";
import { Agent, request } from "node:https";

export type Protocol = { Agent: typeof HttpAgent; request: typeof request };

/**
 * Importing `node:http` as a module would load undici, for its getters: a fifth of a cold start. `node:https` has
 * none of them.
 */
export const protocolOf = ({ protocol }: URL): Protocol =>
  protocol === "https:" ? { request, Agent } : process.getBuiltinModule("node:http");
