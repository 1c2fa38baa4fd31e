import { record, text } from "../../lib/adapters/http/json.ts";
import { type Answer, json, type ServiceRequest } from "../http/service.ts";
import type { CognitoEndpoint } from "./cognito-endpoint.ts";

function userIn(body: Buffer): string | undefined {
  try {
    return text(record(JSON.parse(body.toString("utf8")))?.user);
  } catch {
    return undefined;
  }
}

/** `POST /inbox/local/token {"user": "ann"}`: an access token without sign-in. No deployed API has this route. */
export function giveToken(
  { method, path, body }: Pick<ServiceRequest, "method" | "path" | "body">,
  cognito: Pick<CognitoEndpoint, "tokenFor">,
): Promise<Answer> | undefined {
  if (method !== "POST" || path !== "/inbox/local/token") return undefined;
  return answer(userIn(body), cognito);
}

async function answer(user: string | undefined, cognito: Pick<CognitoEndpoint, "tokenFor">): Promise<Answer> {
  if (user === undefined) return json(400, { message: 'Send {"user": "ann"}.' });
  const token = await cognito.tokenFor(user);
  if (token === undefined) return json(404, { message: "Nobody on the staff has this name." });
  return json(200, { access_token: token }, { "cache-control": "no-store" });
}
