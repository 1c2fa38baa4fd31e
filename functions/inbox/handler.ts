import type { HttpResponse } from "../../lib/adapters/lambda/http.ts";
import type { Telemetry } from "../../lib/application/ports/telemetry.ts";
import { type Answered, answerRequest } from "../../lib/http-api/answer-request.ts";
import { refuse, toResponse } from "../../lib/http-api/responses.ts";
import { createRouter } from "../../lib/http-api/routes.ts";
import { INBOX_ERRORS } from "../../lib/inbox-api/errors.ts";
import { inboxOperations } from "../../lib/inbox-api/operations.ts";
import { errorFacts } from "../../lib/observability/error-facts.ts";
import type { InboxDeps } from "./caller.ts";
import { type InboxRequest, memberOf } from "./member.ts";
import { RUNS } from "./runs.ts";

type HandlerDeps = {
  deps(): Promise<InboxDeps>;
  page(path: string): Promise<HttpResponse>;
  /** At most 40 characters `[\w-]`, unique. */
  newId(): string;
  telemetry: Telemetry;
};

const API = "/inbox/api";
const findRoute = createRouter(API, inboxOperations, RUNS);

/**
 * The page's files, which anybody may load, and the API of the members of staff. API Gateway checks the access token; a
 * call without a checked one is refused here too.
 */
export function createHandler({
  deps,
  page,
  newId,
  telemetry,
}: HandlerDeps): (event: InboxRequest) => Promise<HttpResponse> {
  async function answer(event: InboxRequest): Promise<Answered> {
    const member = memberOf(event);
    if (member === undefined)
      return { act: "unsigned", response: toResponse(refuse("not-signed-in"), INBOX_ERRORS) };
    if (member === "not-staff")
      return { act: "not-staff", response: toResponse(refuse(member), INBOX_ERRORS) };
    return answerRequest(event, {
      findRoute,
      errors: INBOX_ERRORS,
      caller: async () => ({ ...member, deps: await deps(), newId }),
      onFailure: (act, error) => telemetry.error("inbox.failed", { act, ...errorFacts(error) }),
    });
  }

  return async (event) => {
    const { method } = event.requestContext.http;
    if (event.rawPath !== API && !event.rawPath.startsWith(`${API}/`) && method === "GET")
      return page(event.rawPath);
    const { response, act } = await answer(event);
    const { statusCode = 500 } = response;
    // Not the reads of pages, which ask all day.
    if (method === "POST" || statusCode >= 300)
      telemetry[statusCode < 300 ? "info" : "warn"](statusCode < 300 ? "inbox.acted" : "inbox.refused", {
        act,
        status: statusCode,
      });
    return response;
  };
}
