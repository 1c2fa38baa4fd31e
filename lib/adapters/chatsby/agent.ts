import { IntegrationError } from "../../application/integration-error.ts";
import type { Agent, Clock, Question } from "../../application/ports.ts";
import { request } from "../http/request.ts";

export type ChatsbyAgentOptions = {
  fetch: typeof fetch;
  clock: Clock;
  apiUrl: string;
  /** Chatsby documents two ways to send a message: by the WhatsApp guide, and by its developer pages. */
  dialect: "agent-path" | "conversations";
  timeoutMs: number;
  apiKey(): Promise<string>;
};

const MOST_WAIT = 3600;

const inside = (value: unknown, name: string): unknown => (typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined);

/** `Retry-After` in seconds or as a date. */
function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get("retry-after");
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(MOST_WAIT, Math.max(0, Math.ceil(seconds))) : undefined;
}

const body = (dialect: ChatsbyAgentOptions["dialect"], { agentId, text, session }: Question) =>
  dialect === "agent-path"
    ? { path: `/v1/agents/${encodeURIComponent(agentId)}/conversations`, json: { message: text, session_id: session } }
    : { path: "/v1/conversations", json: { agent_id: agentId, message: text, session_id: session } };

/** The Chatsby agent. https://chatsby.co/docs/integrations/communication/whatsapp and https://chatsby.co/docs/developers/api/conversations */
export function chatsbyAgent({ fetch, clock, apiUrl, dialect, timeoutMs, apiKey }: ChatsbyAgentOptions): Agent {
  const failure = (code: string, retry: "never" | "later", after?: number) =>
    new IntegrationError({ system: "chatsby", code, retry, ...(after !== undefined && { retryAfter: after }) });

  return {
    async ask(question, deadline) {
      const { path, json } = body(dialect, question);
      const result = await request({
        fetch,
        url: `${apiUrl}${path}`,
        method: "POST",
        headers: { authorization: `Bearer ${await apiKey()}`, "content-type": "application/json" },
        body: JSON.stringify(json),
        timeoutMs: Math.min(timeoutMs, deadline - clock.now()),
      });
      if (result.kind !== "response") throw failure(result.code, "later");
      if (result.status < 200 || result.status >= 300) {
        const code = inside(inside(result.json, "error"), "code");
        const known = typeof code === "string" && /^[a-z0-9_]{1,64}$/.test(code) ? code : `http_${result.status}`;
        const passing = result.status === 408 || result.status === 429 || result.status >= 500;
        throw failure(known, passing ? "later" : "never", retryAfter(result.headers, clock.now()));
      }
      const answer = inside(result.json, "response") ?? inside(inside(result.json, "message"), "content");
      if (typeof answer !== "string") throw failure("unreadable_answer", "later");
      if (answer.trim() === "") throw failure("blank_answer", "later");
      return answer.trim();
    },
  };
}
