import { text } from "../../lib/adapters/http/json.ts";
import { type HttpRequest, type HttpResponse, header } from "../../lib/adapters/lambda/http.ts";
import { jsonReply, readJsonBody } from "../../lib/adapters/lambda/json-http.ts";
import type { CaptureLeadResult } from "../../lib/application/agent-actions/capture-lead.ts";
import type { EscalateResult } from "../../lib/application/agent-actions/escalate.ts";
import type { Telemetry } from "../../lib/application/ports/telemetry.ts";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import { actionFacts } from "../../lib/domain/lead/action-facts.ts";
import type { LeadFacts } from "../../lib/domain/lead/lead.ts";
import { errorFacts } from "../../lib/observability/error-facts.ts";
import { readAction } from "./body.ts";
import { hasValidToken } from "./token.ts";

export type ActionDeps = {
  secrets(): Promise<Secrets>;
  escalate(secrets: Secrets, session: string, summary?: string): Promise<EscalateResult | "unknown-session">;
  captureLead(
    secrets: Secrets,
    session: string,
    facts: LeadFacts,
  ): Promise<CaptureLeadResult | "unknown-session">;
  handoffText(to: Pick<EscalateResult, "number" | "customer">): Promise<string>;
  telemetry: Telemetry;
};

const MAX_BYTES = 64 * 1024;

/** Status, and what to do. The agent may show these to the person who set it up. */
const FAILURES = {
  forbidden: [403, "Send one of actions.tokens of the secret as bearer token."],
  "not-found": [404, "Post to /agent-actions/escalate or /agent-actions/lead."],
  "too-large": [413, "Send at most 64 KB."],
  "not-json": [400, "Send a body of JSON."],
  "bad-body": [400, "Send a JSON object with session_id, flat or within parameters or data."],
  "no-fields": [400, "Send at least one field with a value, for instance name, email or phone."],
  "unknown-session": [
    404,
    "No WhatsApp conversation has this session_id. Send the session_id that this conversation was begun with, unchanged.",
  ],
  "try-again": [503, "Something failed on our side. Try again: repeating the call is safe."],
} as const satisfies Record<string, readonly [number, string]>;
type Failure = keyof typeof FAILURES;

/** The agent's custom actions: it asks for a person, or passes on what it learned of the contact. */
export function createHandler({
  secrets,
  escalate,
  captureLead,
  handoffText,
  telemetry,
}: ActionDeps): (event: HttpRequest) => Promise<HttpResponse> {
  function fail(error: Failure, action?: string): HttpResponse {
    const [status, message] = FAILURES[error];
    telemetry.count("ActionsRefused", 1, { reason: error });
    if (error === "forbidden") telemetry.warn("action.refused");
    else if (error !== "try-again")
      telemetry.warn("action.failed", { reason: error, ...(action && { action }) });
    return jsonReply(status, { error, message });
  }

  const done = (action: string, conversation: string, result: string, message: string): HttpResponse => {
    telemetry.info("action.taken", { action, conversation, result });
    return jsonReply(200, { message, result });
  };

  async function answer(event: HttpRequest): Promise<HttpResponse> {
    const current = await secrets();
    // First: a stranger does not even learn which calls there are.
    if (!hasValidToken(header(event, "authorization"), current.actions?.tokens ?? []))
      return fail("forbidden");
    const action = /^POST \/agent-actions\/(escalate|lead)$/.exec(
      `${event.requestContext.http.method} ${event.rawPath}`,
    )?.[1];
    if (!action) return fail("not-found");
    const read = readJsonBody(event, MAX_BYTES);
    if (typeof read === "string") return fail(read, action);
    const body = readAction(read.json);
    if (!body?.session) return fail("bad-body", action);

    if (action === "escalate") {
      const summary = [body.values.summary, body.values.reason]
        .map((value) => text(value)?.trim())
        .find(Boolean);
      const escalated = await escalate(current, body.session, summary);
      if (escalated === "unknown-session") return fail(escalated, action);
      return done(action, escalated.conversation, escalated.result, await handoffText(escalated));
    }
    const facts = actionFacts(body.values);
    if (Object.keys(facts).length === 0) return fail("no-fields", action);
    const captured = await captureLead(current, body.session, facts);
    if (captured === "unknown-session") return fail(captured, action);
    return done(action, captured.conversation, captured.result, "The contact details have been noted.");
  }

  return (event) =>
    answer(event).catch((error: unknown) => {
      telemetry.error("action.failed", errorFacts(error));
      return fail("try-again");
    });
}
