import type { MiddlewareObj } from "@middy/core";
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

/** Names of errors only: messages and stacks of libraries may quote what was sent. */
export function errorNames(error: unknown): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(errorNames))].join(",").slice(0, 200);
  return error instanceof Error ? error.name : "unknown";
}

/** Whatever was thrown becomes 503: the provider delivers again, and nothing is said to strangers. */
export const redeliverOnError = (telemetry: LambdaTelemetry): MiddlewareObj<HttpRequest, HttpResponse> => ({
  onError: (request) => {
    telemetry.count("WebhookFailed");
    telemetry.error("webhook.failed", { error: errorNames(request.error) });
    request.response = reply(503, "try again");
  },
});
