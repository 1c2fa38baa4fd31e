import type { Referral } from "../../domain/inbound.ts";
import { brief } from "../http/bounded.ts";
import type { Fields } from "./fields.ts";

/** The ad or post that a message came from. `ReferralNumMedia` says nothing: every message has it. */
export function referralOf(field: Fields): Referral | undefined {
  const found: Referral = {};
  for (const [key, name] of FIELDS) {
    const value = brief(field(name));
    if (value) found[key] = value;
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

const FIELDS = [
  ["sourceType", "ReferralSourceType"],
  ["sourceId", "ReferralSourceId"],
  ["sourceUrl", "ReferralSourceUrl"],
  ["headline", "ReferralHeadline"],
  ["clickId", "ReferralCtwaClid"],
] as const;
