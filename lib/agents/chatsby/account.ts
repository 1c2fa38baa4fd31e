import { errorCode, record } from "../../adapters/http/json.ts";
import { type LookupResult, lookupResult } from "../../adapters/http/lookup-result.ts";
import { request } from "../../adapters/http/request.ts";
import type { Clock } from "../../application/ports/ports.ts";

export type ChatsbyAccountOptions = {
  fetch: typeof fetch;
  clock: Clock;
  apiUrl: string;
  apiKey: string;
  timeoutMs?: number;
};

const codeOf = (json: unknown) => errorCode(record(record(json)?.error)?.code);

/**
 * 401 and 404 tell whether key or agent is wrong. Asks the agent nothing, so nothing is billed.
 * https://chatsby.co/docs/developers/api/agents
 */
export async function chatsbyAgentState(
  options: ChatsbyAccountOptions,
  agentId: string,
): Promise<LookupResult<{ status?: string }>> {
  const { fetch, clock, apiUrl, apiKey, timeoutMs = 10_000 } = options;
  const result = await request({
    fetch,
    clock,
    method: "GET",
    url: `${apiUrl}/v1/agents/${encodeURIComponent(agentId)}`,
    headers: { authorization: `Bearer ${apiKey}` },
    timeoutMs,
    deadline: clock.now() + timeoutMs,
  });
  return lookupResult(result, codeOf, (json) => {
    const agent = record(json);
    if (!agent) return undefined;
    return typeof agent.status === "string" ? { status: agent.status } : {};
  });
}
