/** Where a field comes from. When two disagree the later entry of this list wins. */
export const LEAD_SOURCES = ["profile", "message", "contact-card", "referral", "agent", "operator"] as const;
export type LeadSource = (typeof LEAD_SOURCES)[number];

/**
 * What became known of a contact, by field name: `name`, `phone`, `userId`, `username`, `country`, `email`, `adSource`, `adClickId` …,
 * and whatever the agent's action sends. Values are at most 500 characters.
 */
export type LeadFacts = Readonly<Record<string, { value: string; source: LeadSource }>>;

export type LeadField = {
  value: string;
  source: LeadSource;
  /** Milliseconds since 1970. */
  at: number;
};

/** What is known of a contact: one record a conversation. */
export type Lead = {
  conversation: string;
  number: string;
  fields: Readonly<Record<string, LeadField>>;
  /** Milliseconds since 1970. */
  createdAt: number;
  updatedAt: number;
  /** Counts the changes: an event names it, so that a repeat is recognised. */
  revision: number;
  /** The last revision that was published. */
  published?: number;
};
