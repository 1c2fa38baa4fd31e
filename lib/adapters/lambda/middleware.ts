import type { MiddlewareObj } from "@middy/core";
import { errorFacts } from "../../observability/error-facts.ts";
import type { LambdaTelemetry } from "../../observability/powertools.ts";
import { type HttpRequest, type HttpResponse, reply } from "./http.ts";

export const withTelemetry = (telemetry: LambdaTelemetry): MiddlewareObj => ({
  // In braces: middy takes a returned value for the function's response.
  before: ({ context }) => {
    telemetry.begin(context.awsRequestId);
  },
  after: () => {
    telemetry.flush();
  },
  onError: () => {
    telemetry.flush();
  },
});

/** 503: the provider delivers again, and strangers learn nothing. */
export const redeliverOnError = (telemetry: LambdaTelemetry): MiddlewareObj<HttpRequest, HttpResponse> => ({
  onError: (request) => {
    telemetry.count("WebhookFailed");
    telemetry.error("webhook.failed", errorFacts(request.error));
    request.response = reply(503, "try again");
  },
});
