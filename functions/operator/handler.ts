import type { APIGatewayEventRequestContextV2, APIGatewayProxyEventV2WithRequestContext } from "aws-lambda";
import type { HttpResponse } from "../../lib/adapters/lambda/http.ts";
import type { Telemetry } from "../../lib/application/ports/telemetry.ts";
import { type Answered, answerRequest } from "../../lib/http-api/answer-request.ts";
import { refuse, toResponse } from "../../lib/http-api/responses.ts";
import { createRouter } from "../../lib/http-api/routes.ts";
import { errorFacts } from "../../lib/observability/error-facts.ts";
import { ERRORS } from "../../lib/operator-api/errors.ts";
import { operations } from "../../lib/operator-api/operations.ts";
import type { OperatorDeps } from "./caller.ts";
import { RUNS } from "./runs.ts";

export type SignedRequest = APIGatewayProxyEventV2WithRequestContext<
  APIGatewayEventRequestContextV2 & { authorizer?: { iam?: { userArn?: string | null } } }
>;

export type HandlerDeps = {
  deps(): Promise<OperatorDeps>;
  /** At most 40 characters `[\w-]`, unique. */
  newId(): string;
  telemetry: Telemetry;
};

const findRoute = createRouter("/conversations", operations, RUNS);

/**
 * One Lambda behind every call of staff. API Gateway verifies the signature; a call without a verified caller
 * is refused here too.
 */
export function createHandler({
  deps,
  newId,
  telemetry,
}: HandlerDeps): (event: SignedRequest) => Promise<HttpResponse> {
  async function answer(event: SignedRequest): Promise<Answered> {
    const by = event.requestContext.authorizer?.iam?.userArn;
    if (typeof by !== "string" || by === "")
      return { act: "unsigned", response: toResponse(refuse("not-signed"), ERRORS) };
    return answerRequest(event, {
      findRoute,
      errors: ERRORS,
      caller: async () => ({ by, deps: await deps(), newId }),
      onFailure: (act, error) => telemetry.error("operator.failed", { act, ...errorFacts(error) }),
    });
  }

  return async (event) => {
    const { response, act } = await answer(event);
    const { statusCode = 500 } = response;
    telemetry[statusCode < 300 ? "info" : "warn"](statusCode < 300 ? "operator.acted" : "operator.refused", {
      act,
      status: statusCode,
    });
    return response;
  };
}
