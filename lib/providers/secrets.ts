import * as z from "zod/mini";
import type { Provider } from "../domain/inbound/inbound.ts";
import { metaSecret } from "./meta/config/secret.ts";
import { twilioSecret } from "./twilio/config/secret.ts";

export const PROVIDER_SECRETS = {
  meta: z.optional(metaSecret),
  twilio: z.optional(twilioSecret),
} satisfies Record<Provider, z.ZodMiniOptional>;
