import { AwsV4Signer } from "aws4fetch";
import { LOCAL_CREDENTIALS, REGION } from "../aws/services.ts";

/** As `wa resume-number` does it. */
export async function resumeNumber(url: string, number: string): Promise<void> {
  const signed = await new AwsV4Signer({
    method: "POST",
    url: `${url}/conversations/numbers`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ number }),
    service: "execute-api",
    region: REGION,
    ...LOCAL_CREDENTIALS,
  }).sign();
  const response = await fetch(signed.url, {
    method: "POST",
    headers: signed.headers,
    body: JSON.stringify({ number }),
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`the operator API answered ${response.status}`);
}
