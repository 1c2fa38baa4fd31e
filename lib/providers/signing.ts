import type { Secrets } from "../config/secrets.ts";
import type { Provider } from "../domain/inbound/inbound.ts";
import { metaSigning } from "./meta/signing.ts";
import { twilioSigning } from "./twilio/signing.ts";

/** Signs a body as the provider does, to try a webhook. Not part of any function. */
export type ProviderSigning = {
  header: string;
  contentType: string;
  /** Whether the signature covers the URL, too. */
  signsUrl: boolean;
  /** `undefined` when there is none. */
  keyOf(secrets: Secrets): string | undefined;
  /** `url`: as the provider calls it. */
  sign(body: Buffer, url: string, key: string): string;
  /** Why the provider would never send such a body. */
  problemOf(body: Buffer): string | undefined;
};

export const SIGNING: Readonly<Record<Provider, ProviderSigning>> = {
  meta: metaSigning,
  twilio: twilioSigning,
};
