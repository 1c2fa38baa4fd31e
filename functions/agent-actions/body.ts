import { type Json, record, text } from "../../lib/adapters/http/json.ts";

export type ActionBody = {
  session: string | undefined;
  values: Json;
};

/** Stand beside the parameters when those are not nested. */
const NOT_PARAMETERS =
  /^(?:session_?id|agent_?id|conversation_?id|action(?:_?(?:id|name))?|event|type|parameters|data)$/i;

/** A session may be a phone number, and so a number in JSON. */
const sessionIn = ({ session_id, sessionId }: Json) =>
  [session_id, sessionId]
    .map((value) => (Number.isSafeInteger(value) ? String(value) : text(value))?.trim())
    .find(Boolean);

/**
 * Chatsby documents that it posts the parameters as JSON, but not the shape: read flat, and from `parameters`
 * or `data`.
 * https://chatsby.co/docs/users/agent/actions/creating
 */
export function readAction(json: unknown): ActionBody | undefined {
  const body = record(json);
  if (!body) return undefined;
  const nested = [record(body.data), record(body.parameters)].filter((each) => each !== undefined);
  const session = [body, ...nested].map(sessionIn).find(Boolean);
  const given: Json = nested.length > 0 ? Object.assign({}, ...nested) : body;
  return {
    session,
    values: Object.fromEntries(Object.entries(given).filter(([key]) => !NOT_PARAMETERS.test(key))),
  };
}
