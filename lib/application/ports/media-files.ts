import type { NumberName } from "../../domain/ids.ts";

export type MediaFile = {
  bytes: Uint8Array;
  /** The provider's word: what the bytes are must be looked at. */
  type?: string;
  /** The customer's word, as one harmless line without a path. */
  filename?: string;
};

export type MediaLimits = {
  /** Also holds while reading, and for what is unpacked. */
  maxBytes: number;
  /** For everything together, in milliseconds since 1970. */
  deadline: number;
  /** When the message was sent: spares a call for what the provider has deleted by now. */
  sentAt?: number;
};

export interface MediaFiles {
  /**
   * The file that a customer sent. `mediaId`: as in the message's content.
   * Throws IntegrationError: `media_gone` (deleted, expired or never there), `media_too_large`,
   * `media_host_refused` (an address that is not the provider's), `media_hash_mismatch`, `timeout`, the
   * provider's own code, or `http_503`. `retry` tells whether a later call may succeed.
   */
  fetchMedia(number: NumberName, mediaId: string, limits: MediaLimits): Promise<MediaFile>;
}
