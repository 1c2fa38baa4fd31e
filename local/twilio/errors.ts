import { type Answer, json } from "../http/service.ts";

const STATUS: Record<number, number> = { 20003: 401, 20403: 403, 20404: 404, 20429: 429 };

/** https://www.twilio.com/docs/api/errors */
export const twilioError = (code: number, message: string, status = STATUS[code] ?? 400): Answer =>
  json(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
