import { label, list, record, text } from "../../../adapters/http/json.ts";
import type { LookupResult } from "../../../adapters/http/lookup-result.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import {
  type AppSubscription,
  type MetaNumberState,
  type MetaToken,
  numberState,
  readToken,
  subscriptionOf,
} from "./account-responses.ts";
import { done, type GraphOptions, graphCall } from "./graph-call.ts";

export type MetaAccountOptions = GraphOptions & {
  /** Makes the app token. Without it only the token can be checked. */
  appSecret?: string;
};

const NUMBER_FIELDS = [
  "display_phone_number",
  "verified_name",
  "quality_rating",
  "name_status",
  "code_verification_status",
  "status",
  "health_status",
  "whatsapp_business_manager_messaging_limit",
  "throughput",
].join(",");

export type MetaAccount = ReturnType<typeof metaAccount>;

/** What setup and diagnosis ask of Meta. Never throws: each failure is a value. */
export function metaAccount(options: MetaAccountOptions) {
  const { accessToken, appSecret } = options;
  const call = graphCall(options);

  /** https://developers.facebook.com/documentation/facebook-login/guides/access-tokens#apptokens */
  const appToken = (appId: string) => `${appId}|${appSecret ?? ""}`;

  return {
    /**
     * The token's app, scopes and expiry.
     * https://developers.facebook.com/docs/graph-api/reference/debug_token
     */
    token: (): Promise<LookupResult<MetaToken>> =>
      call("debug_token", { query: { input_token: accessToken } }, readToken),

    /** Whether the app secret belongs to this app: only then its app token works. */
    knowsSecret: (appId: string): Promise<LookupResult<true>> =>
      call(appId, { query: { fields: "id" }, bearer: appToken(appId) }, (json) =>
        label(record(json)?.id) === appId ? true : undefined,
      ),

    /** https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/phone-numbers */
    number: (phoneNumberId: string): Promise<LookupResult<MetaNumberState>> =>
      call(phoneNumberId, { query: { fields: NUMBER_FIELDS } }, numberState),

    numbersOf: (wabaId: string): Promise<LookupResult<readonly string[]>> =>
      call(`${wabaId}/phone_numbers`, { query: { fields: "id", limit: "100" } }, (json) => {
        const { data } = record(json) ?? {};
        return Array.isArray(data) ? list(data).flatMap((each) => label(record(each)?.id) ?? []) : undefined;
      }),

    /**
     * Meta's verification of the business, and the account's review.
     * https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account
     */
    business: (wabaId: string): Promise<LookupResult<{ verification?: string; review?: string }>> =>
      call(wabaId, { query: { fields: "business_verification_status,account_review_status" } }, (json) => {
        const account = record(json);
        if (!account) return undefined;
        const [verification, review] = [
          text(account.business_verification_status),
          text(account.account_review_status),
        ];
        return { ...omitUndefined({ verification, review }) };
      }),

    /**
     * Ids of the apps that get the webhooks.
     * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
     */
    subscribedApps: (wabaId: string): Promise<LookupResult<readonly string[]>> =>
      call(`${wabaId}/subscribed_apps`, {}, (json) => {
        const { data } = record(json) ?? {};
        return Array.isArray(data)
          ? list(data).flatMap((each) => label(record(record(each)?.whatsapp_business_api_data)?.id) ?? [])
          : undefined;
      }),

    /** Subscribes the token's app. May be repeated. */
    subscribe: (wabaId: string): Promise<LookupResult<true>> =>
      call(`${wabaId}/subscribed_apps`, { form: {} }, done),

    webhook: (appId: string): Promise<LookupResult<AppSubscription | "none">> =>
      call(`${appId}/subscriptions`, { bearer: appToken(appId) }, subscriptionOf),

    /**
     * Meta calls the URL during this call and refuses without the right challenge.
     * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
     */
    setWebhook: (
      appId: string,
      webhook: { url: string; verifyToken: string; fields: readonly string[] },
    ): Promise<LookupResult<true>> =>
      call(
        `${appId}/subscriptions`,
        {
          bearer: appToken(appId),
          form: {
            object: "whatsapp_business_account",
            callback_url: webhook.url,
            verify_token: webhook.verifyToken,
            fields: webhook.fields.join(","),
          },
        },
        done,
      ),

    /**
     * The Graph version that answered: a later one answers for one that has expired.
     * https://developers.facebook.com/docs/graph-api/guides/versioning
     */
    servedVersion: (phoneNumberId: string): Promise<LookupResult<string>> =>
      call(phoneNumberId, { query: { fields: "id" } }, (_, headers) =>
        text(headers.get("facebook-api-version")),
      ),
  };
}
