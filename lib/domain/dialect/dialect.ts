/** The two ways that Chatsby documents: in the WhatsApp guide, and in its developer pages. */
export const NAMED_DIALECTS = ["agent-path", "conversations"] as const;
export type NamedDialect = (typeof NAMED_DIALECTS)[number];

/**
 * Another way to ask: for an API that has moved on, or for another agent. Placeholders are words in braces, as
 * in `{text}`.
 */
export type Mapping = {
  /** Below `apiUrl`. Placeholders: PATH_PLACEHOLDERS. */
  path: string;
  /** An object or a list, sent as JSON. Placeholders: BODY_PLACEHOLDERS. */
  body: object;
  /** Where the response has the answer: a JSON pointer. */
  reply: string;
  /** Placeholders: HEADER_PLACEHOLDERS. Default: the key as a bearer token. */
  headers?: Record<string, string>;
  /** Where the response has what the next question carries as `{thread}`: a JSON pointer. */
  thread?: { from: string };
};

export type Dialect = NamedDialect | Mapping;

export const PATH_PLACEHOLDERS = ["agentId", "session"] as const;
export const BODY_PLACEHOLDERS = ["text", "session", "agentId", "thread"] as const;
export const HEADER_PLACEHOLDERS = ["apiKey", "agentId", "session"] as const;

export const dialectName = (dialect: Dialect): string =>
  typeof dialect === "string" ? dialect : "your mapping";
