import { PROBE_HEADER, verifyProbe } from "../../lib/adapters/identity/probe-signature.ts";
import {
  type HttpRequest,
  type HttpResponse,
  header,
  rawBody,
  reply,
} from "../../lib/adapters/lambda/http.ts";
import type { Receipt } from "../../lib/application/intake/receive-webhook.ts";
import type { Telemetry } from "../../lib/application/ports/telemetry.ts";
import { MAX_BODY_BYTES } from "../../lib/config/derived/limits.ts";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import type { InboundEvent, Provider } from "../../lib/domain/inbound/inbound.ts";
import type { Forgery, ProviderWebhook, UnreadableBody } from "../../lib/providers/webhook.ts";
import { WEBHOOKS } from "../../lib/providers/webhooks.ts";

export type WebhookDeps = {
  secrets(): Promise<Secrets>;
  /** The secret lacks a provider. Reads again at most twice a minute. */
  invalidateSecrets?(): void;
  /** Throws when the provider must deliver again. */
  receive(events: readonly InboundEvent[], secrets: Secrets): Promise<Receipt>;
  /** Scheme and host that providers call; part of Twilio's signature. */
  publicUrl: string;
  telemetry: Telemetry;
  /** Default: all that the product knows. */
  webhooks?: Readonly<Record<string, ProviderWebhook>>;
};

type Rejection = Forgery | UnreadableBody | "no-secret" | "too-large";

/**
 * One Lambda behind every webhook route. Answers 200 only after all messages of the POST are recorded and
 * queued.
 */
export function createHandler(deps: WebhookDeps): (event: HttpRequest) => Promise<HttpResponse> {
  const { secrets, receive, publicUrl, telemetry, webhooks = WEBHOOKS } = deps;
  const routes: ReadonlyMap<string, { provider: Provider; route: ProviderWebhook["routes"][number] }> =
    new Map(
      Object.values(webhooks).flatMap(({ provider, routes }) =>
        routes.map((route) => [`${route.method} ${route.path}`, { provider, route }]),
      ),
    );

  function reject(statusCode: 400 | 403 | 413, provider: Provider, reason: Rejection): HttpResponse {
    telemetry.count("WebhookRejected", 1, { provider, reason });
    if (reason === "no-secret") telemetry.count("SecretUnusable");
    telemetry.warn("webhook.rejected", { provider, reason });
    return reply(
      statusCode,
      statusCode === 403 ? "forbidden" : statusCode === 413 ? "too large" : "bad request",
    );
  }

  /** One that `doctor` sends is refused too, but does not count towards the alarm. */
  function forged(
    event: HttpRequest,
    provider: Provider,
    reason: Forgery,
    { identityKey }: Secrets,
  ): HttpResponse {
    const request = `${event.requestContext.http.method} ${event.rawPath}`;
    if (!verifyProbe(header(event, PROBE_HEADER), identityKey, request, event.requestContext.timeEpoch))
      return reject(403, provider, reason);
    telemetry.info("webhook.probed", { provider, reason });
    return reply(403, "forbidden");
  }

  /** Read again when the secret lacks the provider: somebody may have added it. */
  async function secretsWith(provider: Provider): Promise<Secrets> {
    const known = await secrets();
    if (known[provider]) return known;
    deps.invalidateSecrets?.();
    return secrets();
  }

  return async (event) => {
    const found = routes.get(`${event.requestContext.http.method} ${event.rawPath}`);
    if (!found) return reply(404, "not found");
    const { provider, route } = found;
    const raw = rawBody(event);
    if (raw.length > MAX_BODY_BYTES) return reject(413, provider, "too-large");
    const current = await secretsWith(provider);
    const secret = current[provider];
    if (!secret) return reject(403, provider, "no-secret");
    const reading = route.read({
      raw,
      url: `${publicUrl}${event.rawPath}${event.rawQueryString ? `?${event.rawQueryString}` : ""}`,
      query: event.queryStringParameters ?? {},
      header: (name) => header(event, name),
      secret,
    });
    switch (reading.kind) {
      case "forged":
        return forged(event, provider, reading.reason, current);
      case "unreadable":
        return reject(400, provider, reading.reason);
      case "answer":
        return reply(200, reading.answer.body, reading.answer.contentType);
      case "events": {
        const receipt = await receive(reading.events, current);
        telemetry.info("webhook.accepted", { provider, ...receipt });
        return reply(200, reading.answer?.body, reading.answer?.contentType);
      }
    }
  };
}
