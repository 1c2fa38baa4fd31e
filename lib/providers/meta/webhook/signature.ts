import { createHmac, timingSafeEqual } from "node:crypto";

const SHAPE = /^sha256=[0-9a-f]{64}$/;

/**
 * `X-Hub-Signature-256`: HMAC-SHA256 keyed with the app secret, over the bytes on the wire.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
 */
export const signMetaBody = (raw: Buffer, appSecret: string): string =>
  `sha256=${createHmac("sha256", appSecret).update(raw).digest("hex")}`;

/**
 * Whether any of the app secrets signed exactly these bytes. Constant time; false without a secret or a
 * well-formed header.
 */
export function verifyMetaSignature(
  raw: Buffer,
  header: string | undefined,
  appSecrets: readonly string[],
): boolean {
  if (!header || !SHAPE.test(header)) return false;
  const given = Buffer.from(header);
  let valid = false;
  // Tries every secret, also after a match: the time reveals nothing.
  for (const secret of appSecrets)
    if (secret && timingSafeEqual(given, Buffer.from(signMetaBody(raw, secret)))) valid = true;
  return valid;
}
