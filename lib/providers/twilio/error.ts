import { errorCode, record } from "../../adapters/http/json.ts";

/** The code in Twilio's error object. https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
export const codeOf = (json: unknown) => errorCode(record(json)?.code);

export const TWILIO = { system: "twilio", codeOf } as const;
