import { PROBE_HEADER, verifyProbe } from "../../lib/adapters/identity/probe-signature.ts";
import { type HttpRequest, type HttpResponse, header, rawBody, reply } from "../../lib/adapters/lambda/http.ts";
import type { Receipt } from "../../lib/application/intake/receive-webhook.ts";
import type { Telemetry } from "../../lib/application/ports/telemetry.ts";
import { MAX_BODY_BYTES } from "../../lib/config/limits.ts";
import type { Secrets } from "../../lib/config/secrets.ts";
import type { InboundEvent } from "../../lib/domain/inbound/inbound.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { answerChallenge } from "../../lib/providers/meta/challenge.ts";
import { parseMetaWebhook } from "../../lib/providers/meta/parse.ts";
import { verifyMetaSignature } from "../../lib/providers/meta/signature.ts";
import { parseTwilioForm } from "../../lib/providers/twilio/form.ts";
import { parseTwilioMessage, parseTwilioStatus } from "../../lib/providers/twilio/parse.ts";
import { verifyTwilioSignature } from "../../lib/providers/twilio/signature.ts";

export type WebhookDeps = {
  secrets(): Promise<Secrets>;
  /** Makes the events safe. Throws when the provider must deliver again. */
  receive(events: readonly InboundEvent[], secrets: Secrets): Promise<Receipt>;
  /** Scheme and host that providers call; part of Twilio's signature. */
  publicUrl: string;
  telemetry: Telemetry;
};

type Forgery = "signature" | "shared-key" | "verify-token";
type Rejection = Forgery | "no-secret" | "too-large" | "not-json" | "not-a-form";

const EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';

/**
 * One Lambda behind every webhook route. Answers 200 only after all messages of the POST are recorded and
 * queued.
 */
export function createHandler({ secrets, receive, publicUrl, telemetry }: WebhookDeps): (event: HttpRequest) => Promise<HttpResponse> {
  function reject(statusCode: 400 | 403 | 413, provider: string, reason: Rejection): HttpResponse {
    telemetry.count("WebhookRejected", 1, { provider, reason });
    if (reason === "no-secret") telemetry.count("SecretUnusable");
    telemetry.warn("webhook.rejected", { provider, reason });
    return reply(statusCode, statusCode === 403 ? "forbidden" : statusCode === 413 ? "too large" : "bad request");
  }

  /** Refuses a forged request. One that `doctor` sends does not count towards the alarm. */
  function forged(event: HttpRequest, provider: string, reason: Forgery, { identityKey }: Secrets): HttpResponse {
    const request = `${event.requestContext.http.method} ${event.rawPath}`;
    if (!verifyProbe(header(event, PROBE_HEADER), identityKey, request, event.requestContext.timeEpoch))
      return reject(403, provider, reason);
    telemetry.info("webhook.probed", { provider, reason });
    return reply(403, "forbidden");
  }

  async function accept(provider: string, events: readonly InboundEvent[], current: Secrets) {
    const receipt = await receive(events, current);
    telemetry.info("webhook.accepted", { provider, ...receipt });
  }

  async function challenge(event: HttpRequest): Promise<HttpResponse> {
    const current = await secrets();
    if (!current.meta) return reject(403, "meta", "no-secret");
    const answer = answerChallenge(event.queryStringParameters ?? {}, current.meta.verifyToken);
    return answer === undefined ? forged(event, "meta", "verify-token", current) : reply(200, answer);
  }

  async function metaWebhook(event: HttpRequest): Promise<HttpResponse> {
    const raw = rawBody(event);
    if (raw.length > MAX_BODY_BYTES) return reject(413, "meta", "too-large");
    const current = await secrets();
    if (!current.meta) return reject(403, "meta", "no-secret");
    if (!verifyMetaSignature(raw, header(event, "x-hub-signature-256"), current.meta.appSecrets))
      return forged(event, "meta", "signature", current);
    let body: unknown;
    try {
      body = JSON.parse(raw.toString("utf8"));
    } catch {
      return reject(400, "meta", "not-json");
    }
    await accept("meta", parseMetaWebhook(body), current);
    return reply(200);
  }

  async function twilioWebhook(event: HttpRequest, kind: "message" | "status"): Promise<HttpResponse> {
    const raw = rawBody(event);
    if (raw.length > MAX_BODY_BYTES) return reject(413, "twilio", "too-large");
    const current = await secrets();
    if (!current.twilio) return reject(403, "twilio", "no-secret");
    const params = parseTwilioForm(raw);
    const url = `${publicUrl}${event.rawPath}${event.rawQueryString ? `?${event.rawQueryString}` : ""}`;
    const { authTokens, sharedKeys } = current.twilio;
    const signed = {
      url,
      params: params ?? [],
      header: header(event, "x-twilio-signature"),
      authTokens,
      ...omitUndefined({ sharedKeys }),
    };
    // Twilio sends this header only when it signs with a shared key, which is then missing here.
    const lacksKey = !sharedKeys && header(event, "x-twilio-webhooks-signature-settings") !== undefined;
    if (!verifyTwilioSignature(signed)) return forged(event, "twilio", lacksKey ? "shared-key" : "signature", current);
    if (!params) return reject(400, "twilio", "not-a-form");
    const events = kind === "message" ? parseTwilioMessage(params) : parseTwilioStatus(params, event.queryStringParameters?.ref);
    await accept("twilio", events, current);
    return reply(200, EMPTY_TWIML, "text/xml");
  }

  return async (event) => {
    switch (`${event.requestContext.http.method} ${event.rawPath}`) {
      case "GET /webhooks/meta":
        return challenge(event);
      case "POST /webhooks/meta":
        return metaWebhook(event);
      case "POST /webhooks/twilio":
        return twilioWebhook(event, "message");
      case "POST /webhooks/twilio/status":
        return twilioWebhook(event, "status");
      default:
        return reply(404, "not found");
    }
  };
}
