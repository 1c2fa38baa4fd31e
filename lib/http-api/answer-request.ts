import type { HttpRequest, HttpResponse } from "../adapters/lambda/http.ts";
import { readJsonBody } from "../adapters/lambda/json-http.ts";
import { IntegrationError } from "../application/ports/integration-error.ts";
import { isProvider } from "../domain/inbound/inbound.ts";
import { type ErrorTexts, refuse, toResponse } from "./responses.ts";
import type { Found } from "./routes.ts";

const MAX_BYTES = 256 * 1024;

/** `act`: the operation's name for logs and metrics. */
export type Answered = { response: HttpResponse; act: string };

/**
 * For a verified caller. `onFailure` gets what was thrown; the client is asked to try again, or learns that a
 * provider failed.
 */
export async function answerRequest<Caller>(
  event: HttpRequest,
  api: {
    findRoute(method: string, path: string): Found<Caller> | undefined;
    errors: ErrorTexts;
    caller(): Promise<Caller>;
    onFailure(act: string, error: unknown): void;
  },
): Promise<Answered> {
  const { method } = event.requestContext.http;
  const route = api.findRoute(method, event.rawPath);
  if (!route) return { act: "unknown", response: toResponse(refuse("not-found"), api.errors) };
  const { act, handle } = route;
  const read = method !== "GET" ? readJsonBody(event, MAX_BYTES) : { json: {} };
  if (typeof read === "string") return { act, response: toResponse(refuse(read), api.errors) };
  const params = { ...event.queryStringParameters, ...route.params };
  try {
    const answer = await handle({ caller: await api.caller(), params, body: read.json });
    return { act, response: toResponse(answer, api.errors) };
  } catch (error) {
    if (error instanceof IntegrationError && isProvider(error.system))
      return { act, response: toResponse(refuse("provider-failed", { code: error.code }), api.errors) };
    api.onFailure(act, error);
    return { act, response: toResponse(refuse("try-again"), api.errors) };
  }
}
