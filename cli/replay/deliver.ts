import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import type { Provider } from "../../lib/domain/inbound/inbound.ts";
import { SIGNING } from "../../lib/providers/signing.ts";
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

function signed(provider: Provider, body: string, base: URL, secrets: Secrets): Record<string, string> {
  const { keyOf, sign, header, contentType } = SIGNING[provider];
  const key = keyOf(secrets);
  if (!key)
    throw new CliProblem(
      EXIT.usage,
      `The session has webhooks of ${provider}, but WA_SECRETS has no secret for it.`,
    );
  return {
    "content-type": contentType,
    [header.toLowerCase()]: sign(Buffer.from(body), `${publicUrl(base)}/webhooks/${provider}`, key),
  };
}

/** Throws CliProblem if nothing responds. */
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
    throw new CliProblem(
      EXIT.unreachable,
      `Nothing answers at ${base.origin}. Is the stack running? Start it with npm start.`,
    );
  }
}
