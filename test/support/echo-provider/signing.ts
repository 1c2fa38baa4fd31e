import { list, record, text } from "../../../lib/adapters/http/json.ts";
import type { ProviderSigning } from "../../../lib/providers/provider-signing.ts";
import { ECHO } from "./echo.ts";
import { signEcho } from "./webhook.ts";

export const echoSigning: ProviderSigning = {
  header: "X-Echo-Signature",
  contentType: "application/json",
  signsUrl: false,
  keyOf: (secrets) => text(list(record(record(secrets)?.[ECHO])?.keys)[0]),
  sign: (body, _, key) => signEcho(body, key),
  problemOf: () => undefined,
  probeAt: (url) => ({ url, body: "[]" }),
  forged: "0".repeat(64),
};
