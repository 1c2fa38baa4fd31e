import { randomUUID } from "node:crypto";
import type { Clock } from "../../application/ports.ts";
import { fromResult, toApiEvent } from "./api-event.ts";
import { json, type Service, startService } from "./service.ts";

/** All that the deployed API routes; the rest is its own 404. */
const ROUTES = new Set(["GET /webhooks/meta", "POST /webhooks/meta", "POST /webhooks/twilio", "POST /webhooks/twilio/status"]);

/** API Gateway takes no larger body. */
const MOST_BYTES = 10 * 1024 * 1024;

/** The HTTP API in front of the webhook function, with API Gateway's own answers. Rejects when the port is taken. */
export const startFront = (options: {
  port: number;
  clock: Clock;
  invoke(event: unknown, requestId: string): Promise<unknown>;
}): Promise<Service> =>
  startService(
    {
      port: options.port,
      limit: { bytes: MOST_BYTES, answer: json(413, { message: "Request Entity Too Large" }, { connection: "close" }) },
    },
    async (request) => {
      if (!ROUTES.has(`${request.method} ${request.path}`)) return json(404, { message: "Not Found" });
      const requestId = randomUUID();
      try {
        return fromResult(await options.invoke(toApiEvent(request, requestId, options.clock.now()), requestId));
      } catch {
        // The function crashed or timed out; its own log says why. API Gateway says no more than this either.
        return json(500, { message: "Internal Server Error" });
      }
    },
  );
