/** Weakest first. */
export const LEAD_SOURCES = ["profile", "message", "contact-card", "referral", "agent", "operator"] as const;
export type LeadSource = (typeof LEAD_SOURCES)[number];

/**
 * By field name: `name`, `phone`, `userId`, `username`, `country`, `email`, `adSource`, `adClickId` …, and
 * what the agent's action sends. Values are at most 500 characters.
 */
export type LeadFacts = Readonly<Record<string, { value: string; source: LeadSource }>>;

export type LeadField = {
  value: string;
  source: LeadSource;
  at: number;
};

export type Lead = {
  conversation: string;
  number: string;
  fields: Readonly<Record<string, LeadField>>;
  createdAt: number;
  updatedAt: number;
  /** Counts the changes. Part of the event's id. */
  revision: number;
  published?: number;
};
