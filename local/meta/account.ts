import type { Fetch } from "../../lib/adapters/http/fetch.ts";
import type { Clock } from "../../lib/application/ports/ports.ts";
import { bodyText } from "../http/body-text.ts";
import { type Answer, json, type ServiceRequest } from "../http/service.ts";
import { metaError } from "./errors.ts";
import { numberFields } from "./lookups.ts";
import type { MetaNumber } from "./payloads.ts";
import type { FakeRegistration } from "./registration.ts";

/** Change it to change Meta's responses. */
export class FakeMetaAccount {
  appId = "610000000000001";
  tokenAppId = "610000000000001";
  tokenExpired = false;
  /** Seconds since 1970; 0: never. */
  tokenExpiresAt = 0;
  tokenType = "SYSTEM_USER";
  scopes: readonly string[] = ["whatsapp_business_management", "whatsapp_business_messaging"];
  /** Their apps get the account's messages. */
  subscribedApps: string[] = ["610000000000001"];
  verification = "verified";
  review = "APPROVED";
  webhook: { url: string; active: boolean; fields: readonly string[] } | undefined;
  /** Fields for every number instead of the good ones. */
  number: Record<string, unknown> = {};
  /** Health problems of the account, for example no payment method. */
  blocked: { entity: string; code: number } | undefined;
  /** Meta has switched them off. Requests to them are answered by this one. */
  deadVersions: readonly string[] = ["v17.0", "v18.0", "v19.0", "v20.0"];
  oldestVersion = "v21.0";
  /** Numbers that must be verified and registered first, by their ids. Others are connected. */
  registrations = new Map<string, FakeRegistration>();

  /** An unregistered number gets no messages, and an account without a subscribed app delivers none. */
  delivers({ phoneNumberId }: MetaNumber): boolean {
    const registration = this.registrations.get(phoneNumberId);
    if (!registration) return true;
    const heard = this.webhook?.active === true && this.webhook.fields.includes("messages");
    return registration.registered && heard && this.subscribedApps.includes(this.appId);
  }
}

type Parts = {
  account: FakeMetaAccount;
  numbers: readonly MetaNumber[];
  accessToken(): string | undefined;
  appSecrets(): readonly string[];
  fetch: Fetch;
  clock: Clock;
  registered(url: string): void;
};

const PATH = /^\/v\d+\.\d+\/(\w+)(?:\/(\w+))?$/;

/** `undefined` for other requests than those of setup and diagnosis. */
export async function answerAccountCall(request: ServiceRequest, parts: Parts): Promise<Answer | undefined> {
  const { account, numbers, accessToken } = parts;
  const [, id = "", edge] = PATH.exec(request.path) ?? [];
  const bearer = request.headers.authorization?.replace(/^Bearer /, "");
  const isToken = bearer !== undefined && bearer === accessToken();
  if (id === "debug_token" && isToken) return tokenAnswer(account);
  if (isToken && account.tokenExpired)
    return metaError(190, "Error validating access token: Session has expired");
  if (id === account.appId) return appCall(request, edge, bearer, parts);
  if (!isToken) return undefined;
  const waba = numbers.filter(({ wabaId }) => wabaId === id);
  if (waba.length > 0 && edge === undefined && request.method === "GET")
    return json(200, {
      id,
      business_verification_status: account.verification,
      account_review_status: account.review,
    });
  if (waba.length > 0 && edge === "phone_numbers")
    return json(200, { data: waba.map(({ phoneNumberId }) => ({ id: phoneNumberId })) });
  if (waba.length > 0 && edge === "subscribed_apps") return subscribedApps(request.method, account);
  return account.registrations.get(id)?.answer(request, edge, parts.clock);
}

const tokenAnswer = (account: FakeMetaAccount) =>
  json(200, {
    data: {
      app_id: account.tokenAppId,
      type: account.tokenType,
      is_valid: !account.tokenExpired,
      expires_at: account.tokenExpiresAt,
      scopes: account.scopes,
    },
  });

function subscribedApps(method: string, account: FakeMetaAccount): Answer {
  if (!account.scopes.includes("whatsapp_business_management"))
    return metaError(200, "Permissions error", 403);
  if (method === "POST") {
    if (!account.subscribedApps.includes(account.tokenAppId)) account.subscribedApps.push(account.tokenAppId);
    return json(200, { success: true });
  }
  return json(200, {
    data: account.subscribedApps.map((id) => ({ whatsapp_business_api_data: { id, name: "App", link: "" } })),
  });
}

async function appCall(
  request: ServiceRequest,
  edge: string | undefined,
  bearer: string | undefined,
  parts: Parts,
): Promise<Answer> {
  const { account } = parts;
  if (!parts.appSecrets().some((secret) => bearer === `${account.appId}|${secret}`))
    return metaError(190, "Invalid OAuth access token signature.");
  if (edge === undefined) return json(200, { id: account.appId });
  if (edge !== "subscriptions") return metaError(100, "Unsupported request", 404);
  if (request.method === "GET") {
    const { webhook } = account;
    const data = webhook && [
      {
        object: "whatsapp_business_account",
        callback_url: webhook.url,
        active: webhook.active,
        fields: webhook.fields.map((name) => ({ name, version: "v25.0" })),
      },
    ];
    return json(200, { data: data ?? [] });
  }
  return setWebhook(new URLSearchParams(request.body.toString("utf8")), parts);
}

/** Accepts only a URL that returns the challenge. */
async function setWebhook(form: URLSearchParams, { account, fetch, registered }: Parts): Promise<Answer> {
  const [url, token] = [form.get("callback_url") ?? "", form.get("verify_token") ?? ""];
  if (form.get("object") !== "whatsapp_business_account" || !URL.canParse(url))
    return metaError(100, "Invalid parameter");
  const challenge = String(Math.floor(Math.random() * 1e9));
  const query = new URLSearchParams({
    "hub.mode": "subscribe",
    "hub.challenge": challenge,
    "hub.verify_token": token,
  });
  const answer = await fetch(`${url}?${query}`, {
    method: "GET",
    headers: {},
    redirect: "manual",
    signal: AbortSignal.timeout(5_000),
  }).catch(() => undefined);
  const given = answer?.status === 200 ? await bodyText(answer) : undefined;
  if (given !== challenge)
    return json(400, {
      error: {
        message: "(#2200) Callback verification failed with the following errors",
        type: "OAuthException",
        code: 2200,
        fbtrace_id: "AlocalTraceId000000000",
      },
    });
  account.webhook = { url, active: true, fields: (form.get("fields") ?? "").split(",").filter(Boolean) };
  registered(url);
  return json(200, { success: true });
}

/** The headers name the version that answered. */
export function numberAnswer(
  request: ServiceRequest,
  number: MetaNumber,
  account: FakeMetaAccount,
  messagingLimit: string,
): Answer {
  const answer = numberFields(number, messagingLimit, request.query, {
    ...account.registrations.get(number.phoneNumberId)?.fields(),
    ...account.number,
    health_status: healthOf(number, account),
  });
  const version = request.path.split("/")[1] ?? "";
  const served = account.deadVersions.includes(version) ? account.oldestVersion : version;
  return typeof answer === "string"
    ? answer
    : { ...answer, headers: { ...answer.headers, "facebook-api-version": served } };
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/support/health-status */
function healthOf({ phoneNumberId, wabaId }: MetaNumber, account: FakeMetaAccount) {
  const { appId, registrations } = account;
  const isUnregistered = registrations.get(phoneNumberId)?.registered === false;
  const blocked = account.blocked ?? (isUnregistered ? { entity: "PHONE_NUMBER", code: 133010 } : undefined);
  const state = (type: string, id: string) => ({
    entity_type: type,
    id,
    can_send_message: blocked?.entity === type ? "BLOCKED" : "AVAILABLE",
    ...(blocked?.entity === type && {
      errors: [{ error_code: blocked.code, error_description: "Planned by the simulation" }],
    }),
  });
  return {
    can_send_message: blocked ? "BLOCKED" : "AVAILABLE",
    entities: [
      state("PHONE_NUMBER", phoneNumberId),
      state("WABA", wabaId),
      state("BUSINESS", "410000000000001"),
      state("APP", appId),
    ],
  };
}
