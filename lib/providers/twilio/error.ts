import { errorCode, record } from "../../adapters/http/json.ts";

/** https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
export const codeOf = (json: unknown) => errorCode(record(json)?.code);

export const TWILIO = { system: "twilio", codeOf } as const;
