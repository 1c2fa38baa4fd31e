import { record } from "../../adapters/http/json.ts";
import type { NamedDialect } from "../../domain/dialect/dialect.ts";
import type { Form } from "./form.ts";

/** The WhatsApp guide has `response`, the developer pages `message.content`. */
function texts(json: unknown): readonly unknown[] {
  const answer = record(json);
  return [answer?.response, record(answer?.message)?.content];
}

const headersWith = (apiKey: string) => ({ authorization: `Bearer ${apiKey}` });

/**
 * https://chatsby.co/docs/integrations/communication/whatsapp and
 * https://chatsby.co/docs/developers/api/conversations
 */
export const NAMED_FORMS: Readonly<Record<NamedDialect, Form>> = {
  "agent-path": {
    request: ({ agentId, text, session }, apiKey) => ({
      path: `/v1/agents/${encodeURIComponent(agentId)}/conversations`,
      headers: headersWith(apiKey),
      json: { message: text, session_id: session },
    }),
    texts,
  },
  conversations: {
    request: ({ agentId, text, session }, apiKey) => ({
      path: "/v1/conversations",
      headers: headersWith(apiKey),
      json: { agent_id: agentId, message: text, session_id: session },
    }),
    texts,
  },
};
