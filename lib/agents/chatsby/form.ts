import type { Question } from "../../application/ports/ports.ts";
import type { AgentThread } from "../../domain/agent-thread.ts";

type FormRequest = { path: string; headers: Readonly<Record<string, string>>; json: unknown };

/** One way to ask: a POST of JSON, and where the response has what. */
export type Form = {
  request(question: Question, apiKey: string): FormRequest;
  /** Where the answer may stand: the first text that is not blank. */
  texts(json: unknown): readonly unknown[];
  /** The question's, if the response names none. */
  threadAfter?(question: Question, json: unknown): AgentThread | undefined;
};
