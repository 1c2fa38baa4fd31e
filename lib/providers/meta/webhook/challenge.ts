import { createHash, timingSafeEqual } from "node:crypto";

/** Meta sends digits. Nothing that a browser could take for a page is echoed. */
const CHALLENGE = /^[\w.-]{1,256}$/;

const digest = (text: string) => createHash("sha256").update(text).digest();

/**
 * `undefined` unless the request is Meta's verification with our verify token.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
 */
export function answerChallenge(
  query: Record<string, string | undefined>,
  verifyToken: string,
): string | undefined {
  const { "hub.mode": mode, "hub.verify_token": token, "hub.challenge": challenge } = query;
  if (mode !== "subscribe" || !verifyToken || !challenge || !CHALLENGE.test(challenge)) return undefined;
  // Hashed: the comparison takes the same time for any length.
  return timingSafeEqual(digest(token ?? ""), digest(verifyToken)) ? challenge : undefined;
}
