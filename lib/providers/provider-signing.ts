import type { Secrets } from "../config/secrets/secrets.ts";

/** Calls a webhook as the provider does, to try it. Not part of any function. */
export type ProviderSigning = {
  header: string;
  contentType: string;
  /** Whether the signature covers the URL, too. */
  signsUrl: boolean;
  /** `undefined` when there is none. */
  keyOf(secrets: Partial<Secrets>): string | undefined;
  /** `url`: as the provider calls it. */
  sign(body: Buffer, url: string, key: string): string;
  /** Why the provider would never send such a body. */
  problemOf(body: Buffer): string | undefined;
  /** A webhook that is accepted and does nothing. `url`: as registered at the provider. */
  probeAt(url: string): { url: string; body: string };
  /** A well-formed signature of nothing. */
  forged: string;
  /** How the provider verifies a URL before it delivers anything, if it does. */
  challenge?: {
    tokenOf(secrets: Partial<Secrets>): string | undefined;
    urlAt(url: string, token: string): string;
    /** The body of the right answer. */
    answer: string;
  };
};
