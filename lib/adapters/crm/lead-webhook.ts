import { Webhook } from "standardwebhooks";
import type { LeadReceiver } from "../../application/lead-webhook/post-lead.ts";
import { IntegrationError, type RetryHint } from "../../application/ports/integration-error.ts";
import type { Clock } from "../../application/ports/ports.ts";
import type { Lead } from "../../domain/lead/lead.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { request } from "../http/request.ts";
import { retryAfterSeconds } from "../http/retry-after.ts";

/** Standard Webhooks gives receivers 15 to 30 s. One that stores first needs far less. */
const TIMEOUT_MS = 10_000;

/** A receiver may be misconfigured for an hour, and no lead may be lost for it. */
const retry: RetryHint = "later";
const failure = (code: string, retryAfter?: number) =>
  new IntegrationError({ system: "crm", code, retry, ...omitUndefined({ retryAfter }) });

/** Returns `undefined` for a secret that cannot sign. */
export function signerWith(secret: string): Webhook | undefined {
  try {
    return new Webhook(secret);
  } catch {
    // The library's own message may quote the secret.
    return undefined;
  }
}

/** An unusable secret is skipped while another can sign. */
function signersOf(secrets: readonly string[]): readonly Webhook[] {
  if (secrets.length === 0) throw failure("missing_secret");
  const signers = secrets.flatMap((secret) => signerWith(secret) ?? []);
  if (signers.length === 0) throw failure("bad_secret");
  return signers;
}

/** The same for every attempt: signatures differ only by the time. */
const leadMessage = ({ published: _, ...lead }: Lead) => ({
  id: `${lead.conversation}.${lead.revision}`,
  body: JSON.stringify({
    type: "lead.captured",
    timestamp: new Date(lead.updatedAt).toISOString(),
    data: lead,
  }),
});

/** Signed by Standard Webhooks. https://www.standardwebhooks.com */
export function crmLeadWebhook(options: {
  fetch: typeof fetch;
  clock: Clock;
  url: string;
  /** All sign: the receiver may know any of them during a rotation. */
  secrets(): Promise<readonly string[]>;
}): LeadReceiver {
  const { fetch, clock, url, secrets } = options;
  return {
    async post(lead) {
      const signers = signersOf(await secrets());
      const { id, body } = leadMessage(lead);
      const now = clock.now();
      const headers = {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(now / 1000)),
        // Separated by spaces:
        // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#webhook-headers-sending-metadata-to-consumers
        "webhook-signature": signers.map((signer) => signer.sign(id, new Date(now), body)).join(" "),
      };
      const result = await request({
        fetch,
        clock,
        url,
        headers,
        body,
        timeoutMs: TIMEOUT_MS,
        deadline: now + TIMEOUT_MS,
      });
      if (result.kind !== "response") throw failure(result.code);
      const { status } = result;
      if (status < 200 || status >= 300)
        throw failure(`http_${status}`, retryAfterSeconds(result.headers, now));
    },
  };
}
