import type { ProviderSigning } from "../../provider-signing.ts";
import { signMetaBody } from "./signature.ts";

const CHALLENGE = "1158201444";

export const metaSigning: ProviderSigning = {
  header: "X-Hub-Signature-256",
  contentType: "application/json",
  signsUrl: false,
  keyOf: ({ meta }) => meta?.appSecrets[0],
  sign: (body, _, key) => signMetaBody(body, key),
  problemOf: () => undefined,
  probeAt: (url) => ({ url, body: JSON.stringify({ object: "whatsapp_business_account", entry: [] }) }),
  forged: `sha256=${"0".repeat(64)}`,
  challenge: {
    tokenOf: ({ meta }) => meta?.verifyToken,
    urlAt: (url, token) =>
      `${url}?${new URLSearchParams({ "hub.mode": "subscribe", "hub.challenge": CHALLENGE, "hub.verify_token": token })}`,
    answer: CHALLENGE,
  },
};
