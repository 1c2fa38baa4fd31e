import type { Secrets } from "../../lib/config/secrets.ts";
import { signMetaBody } from "../../lib/providers/meta/signature.ts";
import { parseTwilioForm } from "../../lib/providers/twilio/form.ts";
import { signTwilioRequest } from "../../lib/providers/twilio/signature.ts";
import { isLocal } from "../api-url.ts";
import type { Io } from "../io.ts";
import { CliProblem, EXIT } from "../problem.ts";
import type { RecordedWebhook } from "./session-file.ts";

const TIMEOUT_MS = 20_000;

export type Delivered = { provider: RecordedWebhook["provider"]; status: number; milliseconds: number };

/** Twilio signs the public URL. The local stack's is always this one, however it is reached. */
function publicUrl(base: URL): string {
  if (!isLocal(base)) return base.href.replace(/\/+$/, "");
  return `http://localhost${base.port && `:${base.port}`}`;
}

function signed(provider: RecordedWebhook["provider"], body: string, base: URL, { meta, twilio }: Secrets): Record<string, string> {
  const secret = provider === "meta" ? meta?.appSecrets[0] : twilio?.authTokens[0];
  if (!secret) throw new CliProblem(EXIT.usage, `The session has webhooks of ${provider}, but WA_SECRETS has no secret for it.`);
  if (provider === "meta") return { "content-type": "application/json", "x-hub-signature-256": signMetaBody(Buffer.from(body), secret) };
  const params = parseTwilioForm(Buffer.from(body)) ?? [];
  return {
    "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
    "x-twilio-signature": signTwilioRequest(`${publicUrl(base)}/webhooks/twilio`, params, secret),
  };
}

/** Delivers one webhook as its provider would, once. Throws CliProblem if nothing responds. */
export async function deliver(
  { provider, body }: { provider: RecordedWebhook["provider"]; body: string },
  { base, secrets, io }: { base: URL; secrets: Secrets; io: Pick<Io, "fetch" | "clock"> },
): Promise<Delivered> {
  const start = io.clock.now();
  try {
    const response = await io.fetch(`${base.href.replace(/\/+$/, "")}/webhooks/${provider}`, {
      method: "POST",
      headers: signed(provider, body, base, secrets),
      body,
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return { provider, status: response.status, milliseconds: io.clock.now() - start };
  } catch (error) {
    if (error instanceof CliProblem) throw error;
    throw new CliProblem(EXIT.unreachable, `Nothing answers at ${base.origin}. Is the stack running? Start it with npm start.`);
  }
}
