import type { MiddlewareObj } from "@middy/core";
import { errorFacts } from "../../observability/error-facts.ts";
import type { LambdaTelemetry } from "../../observability/powertools.ts";
import { type HttpRequest, type HttpResponse, reply } from "./http.ts";

/** The invocation's id in every log line, and its metrics written however it ends. */
export const observed = (telemetry: LambdaTelemetry): MiddlewareObj => ({
  // In braces: whatever a middleware returns, middy takes for the function's answer.
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

/** Whatever was thrown becomes 503: the provider delivers again, and nothing is said to strangers. */
export const redeliverOnError = (telemetry: LambdaTelemetry): MiddlewareObj<HttpRequest, HttpResponse> => ({
  onError: (request) => {
    telemetry.count("WebhookFailed");
    telemetry.error("webhook.failed", errorFacts(request.error));
    request.response = reply(503, "try again");
  },
});
