import type { Fetch } from "../../adapters/http/fetch.ts";
import { type HttpResult, request } from "../../adapters/http/request.ts";
import { IntegrationError } from "../../application/ports/integration-error.ts";
import type { Agent, Answer, Clock, Question } from "../../application/ports/ports.ts";
import type { Dialect } from "../../domain/dialect/dialect.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { Form } from "./form.ts";
import { formOf } from "./form-of.ts";
import { type Failure, readAnswer, refusal } from "./read-answer.ts";

export type ChatsbyAgentOptions = {
  fetch: Fetch;
  clock: Clock;
  apiUrl: string;
  dialect: Dialect;
  /** For one answer. */
  timeoutMs: number;
  apiKey(): Promise<string>;
  /** The key was refused: it may have been rotated. */
  onKeyRefused?(): void;
};

/** The agent may no longer know the thread. */
const DOUBTS_THREAD: ReadonlySet<number> = new Set([400, 404, 409, 410, 422]);

export async function askBy(
  form: Form,
  { fetch, clock, apiUrl, timeoutMs, apiKey }: Omit<ChatsbyAgentOptions, "dialect">,
  question: Question,
  deadline: number,
): Promise<HttpResult> {
  const { path, headers, json } = form.request(question, await apiKey());
  return request({
    fetch,
    clock,
    url: `${apiUrl}${path}`,
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(json),
    timeoutMs,
    deadline,
  });
}

export function chatsbyAgent({ dialect, ...options }: ChatsbyAgentOptions): Agent {
  const { clock, apiUrl, onKeyRefused } = options;

  async function attempt(question: Question, deadline: number): Promise<Answer | Failure> {
    const form = await formOf(apiUrl, dialect);
    const result = await askBy(form, options, question, deadline);
    if (result.kind !== "response") return { code: result.code, retry: "later" };
    const { status, headers, json } = result;
    if (status === 401 || status === 403) onKeyRefused?.();
    const { thread, ...fresh } = question;
    if (thread && DOUBTS_THREAD.has(status)) return attempt(fresh, deadline);
    if (status < 200 || status >= 300) return refusal(status, headers, json, clock.now());
    const text = readAnswer(form.texts(json));
    return typeof text === "string"
      ? { text, ...omitUndefined({ thread: form.threadAfter?.(question, json) }) }
      : text;
  }

  return {
    async ask(question, deadline) {
      const answer = await attempt(question, deadline);
      if ("text" in answer) return answer;
      throw new IntegrationError({ system: "chatsby", ...answer });
    },
  };
}
