import { isRecord } from "../../lib/domain/is-record.ts";
export type ActionsEndpoint = { url: string; token: string };

export type AgentAction = { name: "escalate" | "lead"; parameters: Readonly<Record<string, string>> };

/**
 * A POST with the collected parameters, as Chatsby does. Returns the message for the agent, if any; status 0:
 * no response.
 */
export async function callAction(
  { url, token }: ActionsEndpoint,
  { name, parameters }: AgentAction,
  session: string,
  signal: AbortSignal,
): Promise<{ status: number; message?: string }> {
  try {
    const response = await fetch(`${url}/agent-actions/${name}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ session_id: session, ...parameters }),
      signal,
    });
    const body: unknown = await response.json();
    const message = isRecord(body) ? body.message : undefined;
    return { status: response.status, ...(response.ok && typeof message === "string" && { message }) };
  } catch {
    // The agent continues without it.
    return { status: 0 };
  }
}
