import type { Answer } from "../http/service.ts";
import { json } from "../http/service.ts";

/** Meta's errors other than 400. Throttles are 400, too. */
const STATUS: Record<number, number> = {
  0: 401,
  190: 401,
  2: 503,
  3: 500,
  10: 403,
  131000: 500,
  131005: 403,
  131016: 500,
  131057: 500,
  132001: 404,
  133004: 500,
};

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes */
export const metaError = (code: number, details: string, status = STATUS[code] ?? 400): Answer =>
  json(status, {
    error: {
      message: `(#${code}) ${details}`,
      type: "OAuthException",
      code,
      error_data: { messaging_product: "whatsapp", details },
      fbtrace_id: "AlocalTraceId000000000",
    },
  });
