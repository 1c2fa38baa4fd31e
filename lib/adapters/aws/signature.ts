import { createHmac, createSecretKey, hash, type KeyObject } from "node:crypto";

export type AwsCredentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

export type SignedCall = {
  /** With the port, unless it is the protocol's own. */
  host: string;
  region: string;
  service: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: string;
  at: Date;
};

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** `20261129T120000Z` */
const timestampOf = (at: Date) => `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;

/**
 * Returns the headers to send: `headers` and those of Signature Version 4, for a POST to `/` without a query. A
 * key is derived once a day.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function awsSigner({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials) {
  const keys = new Map<string, KeyObject>();

  function keyFor(date: string, region: string, service: string): KeyObject {
    const scope = `${date}/${region}/${service}`;
    const known = keys.get(scope);
    if (known) return known;
    const key = createSecretKey(
      [region, service, "aws4_request"].reduce<Buffer>(hmac, hmac(`AWS4${secretAccessKey}`, date)),
    );
    // Of another day: never used again.
    for (const old of keys.keys()) if (!old.startsWith(date)) keys.delete(old);
    keys.set(scope, key);
    return key;
  }

  return ({ host, region, service, headers, body, at }: SignedCall): Record<string, string> => {
    const time = timestampOf(at);
    const date = time.slice(0, 8);
    const sent: Record<string, string> = { ...headers, host, "x-amz-date": time };
    if (sessionToken !== undefined) sent["x-amz-security-token"] = sessionToken;
    const names = Object.keys(sent).sort();
    const signedHeaders = names.join(";");
    const canonical = `POST\n/\n\n${names.map((name) => `${name}:${sent[name]}\n`).join("")}\n${signedHeaders}\n${hash("sha256", body)}`;
    const scope = `${date}/${region}/${service}/aws4_request`;
    const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash("sha256", canonical)}`;
    const signature = createHmac("sha256", keyFor(date, region, service))
      .update(toSign)
      .digest("hex");
    sent.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
    return sent;
  };
}
