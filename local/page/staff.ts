import { AwsClient } from "aws4fetch";
import { record, text } from "../../lib/adapters/http/json.ts";
import { LOCAL_CREDENTIALS, REGION } from "../aws/services.ts";
import type { Acted } from "./protocol.ts";

/** Staff's own API, called as the `wa` command calls it: signed, over HTTP. */
export function staffAt(url: string) {
  const { accessKeyId, secretAccessKey } = LOCAL_CREDENTIALS;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region: REGION, service: "execute-api", retries: 0 });

  async function call(method: "GET" | "POST", path: string, body?: object): Promise<Acted> {
    const response = await client.fetch(`${url}/conversations/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const answer: unknown = await response.json();
    if (response.ok) return { ok: true, data: answer };
    const { error, message } = record(answer) ?? {};
    return { ok: false, problem: text(message) ?? text(error) ?? `The operator API answered ${response.status}.` };
  }

  return {
    get: (path: string) => call("GET", path),
    post: (path: string, body: object = {}) => call("POST", path, body),
  };
}
