import type { APIGatewayEventRequestContextV2, APIGatewayProxyEventV2WithRequestContext } from "aws-lambda";
import type { HttpResponse } from "../../lib/adapters/lambda/http.ts";
import { readJsonBody } from "../../lib/adapters/lambda/json-http.ts";
import { IntegrationError } from "../../lib/application/ports/integration-error.ts";
import type { Telemetry } from "../../lib/application/ports/telemetry.ts";
import type { StaffDeps } from "../../lib/application/staff/staff-deps.ts";
import { isProvider } from "../../lib/domain/inbound/inbound.ts";
import { errorFacts } from "../../lib/observability/error-facts.ts";
import { refusal, toResponse } from "./responses.ts";
import { findRoute } from "./routes.ts";

export type SignedRequest = APIGatewayProxyEventV2WithRequestContext<
  APIGatewayEventRequestContextV2 & { authorizer?: { iam?: { userArn?: string | null } } }
>;

export type OperatorDeps = {
  deps(): Promise<StaffDeps>;
  /** At most 40 characters `[\w-]`, unique. */
  newId(): string;
  telemetry: Telemetry;
};

const MAX_BYTES = 256 * 1024;

/**
 * One Lambda behind every call of staff. API Gateway verifies the signature; a call without a verified caller
 * is refused here too.
 */
export function createHandler({
  deps,
  newId,
  telemetry,
}: OperatorDeps): (event: SignedRequest) => Promise<HttpResponse> {
  async function answer(event: SignedRequest): Promise<{ response: HttpResponse; act: string }> {
    const by = event.requestContext.authorizer?.iam?.userArn;
    if (typeof by !== "string" || by === "") return { act: "unsigned", response: refusal("not-signed") };
    const { method } = event.requestContext.http;
    const route = findRoute(method, event.rawPath);
    if (!route) return { act: "unknown", response: refusal("not-found") };
    const { act, handle } = route;
    const read = method === "POST" ? readJsonBody(event, MAX_BYTES) : { json: {} };
    if (typeof read === "string") return { act, response: refusal(read) };
    const params = { ...event.queryStringParameters, ...route.params };
    try {
      return {
        act,
        response: toResponse(await handle({ by, params, body: read.json, deps: await deps(), newId })),
      };
    } catch (error) {
      if (error instanceof IntegrationError && isProvider(error.system))
        return { act, response: refusal("provider-failed", { code: error.code }) };
      telemetry.error("operator.failed", { act, ...errorFacts(error) });
      return { act, response: refusal("try-again") };
    }
  }

  return async (event) => {
    const { response, act } = await answer(event);
    const { statusCode = 500 } = response;
    telemetry.count("OperatorActs", 1, {
      act,
      outcome: statusCode < 300 ? "done" : statusCode < 500 ? "refused" : "failed",
    });
    telemetry[statusCode < 300 ? "info" : "warn"](statusCode < 300 ? "operator.acted" : "operator.refused", {
      act,
      status: statusCode,
    });
    return response;
  };
}
