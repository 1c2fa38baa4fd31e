import { record, text } from "../../../adapters/http/json.ts";
import type { LookupResult } from "../../../adapters/http/lookup-result.ts";
import { done, type GraphOptions, graphCall } from "./graph-call.ts";

export type MetaRegistrationState = {
  /** `PENDING` until it is registered, then `CONNECTED`. */
  status?: string;
  /** Whether Meta has verified who owns the number. It expires, also while the number is connected. */
  verification?: string;
  /** `CLOUD_API`, or `NOT_APPLICABLE` before the number is registered anywhere. */
  platform?: string;
  /** The number is in the WhatsApp Business app and at the Cloud API. */
  onBusinessApp: boolean;
  display?: string;
};

/** Statuses of a number that can send and receive nothing until it is registered. */
export const UNREGISTERED: ReadonlySet<string> = new Set(["PENDING", "UNVERIFIED", "DISCONNECTED"]);

const FIELDS = "status,code_verification_status,platform_type,is_on_biz_app,display_phone_number";

function registrationState(json: unknown): MetaRegistrationState | undefined {
  const number = record(json);
  if (!number) return undefined;
  const known = {
    status: text(number.status),
    verification: text(number.code_verification_status),
    platform: text(number.platform_type),
    display: text(number.display_phone_number),
  };
  return {
    onBusinessApp: number.is_on_biz_app === true,
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
  };
}

/** Registers a number for the Cloud API, which only the API can. Never throws: each failure is a value. */
export function metaRegistration(options: GraphOptions) {
  const call = graphCall(options);
  return {
    /** https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/phone-numbers */
    state: (phoneNumberId: string): Promise<LookupResult<MetaRegistrationState>> =>
      call(phoneNumberId, { query: { fields: FIELDS } }, registrationState),

    /**
     * Sends a code to the number. `language`: a locale of Meta, such as `en_US`.
     * https://developers.facebook.com/documentation/business-messaging/whatsapp/solution-providers/registering-phone-numbers
     */
    requestCode: (
      phoneNumberId: string,
      method: "SMS" | "VOICE",
      language: string,
    ): Promise<LookupResult<true>> =>
      call(`${phoneNumberId}/request_code`, { form: { code_method: method, language } }, done),

    verifyCode: (phoneNumberId: string, code: string): Promise<LookupResult<true>> =>
      call(`${phoneNumberId}/verify_code`, { form: { code } }, done),

    /**
     * Meta counts ten attempts in 72 hours. Without two-step verification, the PIN becomes the number's.
     * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/registration
     */
    register: (phoneNumberId: string, pin: string): Promise<LookupResult<true>> =>
      call(`${phoneNumberId}/register`, { json: { messaging_product: "whatsapp", pin } }, done),
  };
}
