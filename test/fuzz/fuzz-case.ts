/**
 * A well-formed message among mangled ones: it must be recorded and queued exactly once, whatever its
 * neighbours are.
 */
export type Canary = { id: string; text: string; userId?: string; phone: string };

export type FuzzCase = {
  provider: "meta" | "twilio";
  path: string;
  query: string;
  raw: Buffer;
  base64: boolean;
  canaries: readonly Canary[];
  /** Of well-formed statuses. */
  references: readonly string[];
};

/** The settings' numbers; everything in the fixtures belongs to them. */
export const META_NUMBER = "310000000000007";
export const TWILIO_NUMBER = "whatsapp:+14155238886";
