import * as z from "zod/mini";
import { AGENT_SECRETS } from "../../agents/secrets.ts";
import type { Provider } from "../../domain/inbound/inbound.ts";
import { PROVIDER_SECRETS } from "../../providers/secrets.ts";
import { ConfigurationError, parseConfiguration } from "../settings/problems.ts";
import { rotated } from "./secret-kinds.ts";

const secretsSchema = z.object({
  ...PROVIDER_SECRETS,
  ...AGENT_SECRETS,
  actions: z.optional(z.object({ tokens: rotated })),
  /** All sign what goes to the CRM, by Standard Webhooks: `whsec_` and base64. */
  leads: z.optional(z.object({ webhookSecrets: rotated })),
  /** Of the engine "openai" that understands media. */
  media: z.optional(z.object({ apiKey: z.string().check(z.minLength(1, "is empty")) })),
  /** Made once by setup, never rotated: every conversation id is derived from it. */
  identityKey: z.string().check(z.minLength(8, "is too short; make one with `openssl rand -base64 32`")),
});

export type Secrets = z.output<typeof secretsSchema>;
export type SecretOf<P extends Provider> = NonNullable<Secrets[P]>;

/** Throws ConfigurationError, which quotes no value. */
export const parseSecrets = (text: string, source = "the secret"): Secrets =>
  parseConfiguration(secretsSchema, text, source);

/** Throws ConfigurationError when a number's provider has no credentials. */
export function requireProviders(
  secrets: Secrets,
  providers: Iterable<Provider>,
  source = "the secret",
): void {
  const missing = [...new Set(providers)].filter((provider) => !secrets[provider]);
  if (missing.length > 0)
    throw new ConfigurationError(
      source,
      missing.map((provider) => `${provider}: missing, but a number uses it`),
    );
}
