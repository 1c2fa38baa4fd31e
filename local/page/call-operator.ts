import { AwsV4Signer } from "aws4fetch";
import { LOCAL_CREDENTIALS, REGION } from "../aws/services.ts";

/** As the `wa` command calls the operator API. `body`: a POST. Throws if it is refused. */
export async function callOperator(url: string, path: string, body?: object): Promise<unknown> {
  const signer = new AwsV4Signer({
    url: `${url}/conversations/${path}`,
    method: body ? "POST" : "GET",
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    service: "execute-api",
    region: REGION,
    ...LOCAL_CREDENTIALS,
  });
  const signed = await signer.sign();
  const response = await fetch(signed.url, {
    method: body ? "POST" : "GET",
    headers: signed.headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the operator API answered ${response.status}`);
  return JSON.parse(text);
}
