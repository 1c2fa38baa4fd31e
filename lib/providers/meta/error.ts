import { errorCode, record } from "../../adapters/http/json.ts";

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes */
export const codeOf = (json: unknown) => errorCode(record(record(json)?.error)?.code);

export const META = { system: "meta", codeOf } as const;
