import { record } from "../../adapters/http/json.ts";
import { request } from "../../adapters/http/request.ts";
import { retryAfterSeconds } from "../../adapters/http/retry-after.ts";
import { IntegrationError } from "../../application/ports/integration-error.ts";
import type { Agent, Clock, Question } from "../../application/ports/ports.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";

export type ChatsbyAgentOptions = {
  fetch: typeof fetch;
  clock: Clock;
  apiUrl: string;
  /** The two ways that Chatsby documents: in the WhatsApp guide, and in its developer pages. */
  dialect: "agent-path" | "conversations";
  /** For one answer. */
  timeoutMs: number;
  apiKey(): Promise<string>;
  /** The key was refused: it may have been rotated. */
  onKeyRefused?(): void;
};

type Failure = { code: string; retry: "never" | "later"; retryAfter?: number };

/**
 * A retry may help after a timeout, a rate limit or a fault on their side; after 401 and 403 too: the next
 * attempt reads the key again.
 */
const isTemporary = (status: number) =>
  status === 401 || status === 403 || status === 408 || status === 429 || status >= 500;

function refusal(status: number, headers: Headers, json: unknown, now: number): Failure {
  const code = record(record(json)?.error)?.code;
  const retryAfter = status === 429 || status === 503 ? retryAfterSeconds(headers, now) : undefined;
  return {
    code: typeof code === "string" && /^[a-z0-9_]{1,64}$/.test(code) ? code : `http_${status}`,
    retry: isTemporary(status) ? "later" : "never",
    ...omitUndefined({ retryAfter }),
  };
}

/** `response` by the WhatsApp guide, `message.content` by the developer pages. */
function readAnswer(json: unknown): string | Failure {
  const answer = record(json);
  const texts = [answer?.response, record(answer?.message)?.content].filter(
    (text) => typeof text === "string",
  );
  return (
    texts.map((text) => text.trim()).find(Boolean) ?? {
      code: texts.length > 0 ? "blank_answer" : "unreadable_answer",
      retry: "later",
    }
  );
}

const DIALECTS = {
  "agent-path": ({ agentId, text, session }: Question) => ({
    path: `/v1/agents/${encodeURIComponent(agentId)}/conversations`,
    json: { message: text, session_id: session },
  }),
  conversations: ({ agentId, text, session }: Question) => ({
    path: "/v1/conversations",
    json: { agent_id: agentId, message: text, session_id: session },
  }),
};

/**
 * https://chatsby.co/docs/integrations/communication/whatsapp and
 * https://chatsby.co/docs/developers/api/conversations
 */
export function chatsbyAgent({
  fetch,
  clock,
  apiUrl,
  dialect,
  timeoutMs,
  apiKey,
  onKeyRefused,
}: ChatsbyAgentOptions): Agent {
  async function attempt(question: Question, deadline: number): Promise<string | Failure> {
    const { path, json } = DIALECTS[dialect](question);
    const headers = { authorization: `Bearer ${await apiKey()}`, "content-type": "application/json" };
    const result = await request({
      fetch,
      clock,
      url: `${apiUrl}${path}`,
      headers,
      body: JSON.stringify(json),
      timeoutMs,
      deadline,
    });
    if (result.kind !== "response") return { code: result.code, retry: "later" };
    const { status } = result;
    if (status === 401 || status === 403) onKeyRefused?.();
    return status >= 200 && status < 300
      ? readAnswer(result.json)
      : refusal(status, result.headers, result.json, clock.now());
  }

  return {
    async ask(question, deadline) {
      const answer = await attempt(question, deadline);
      if (typeof answer === "string") return { text: answer };
      throw new IntegrationError({ system: "chatsby", ...answer });
    },
  };
}
