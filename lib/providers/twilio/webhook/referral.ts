import { limitText, truncate } from "../../../adapters/http/size-limits.ts";
import type { Referral } from "../../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { Fields } from "./fields.ts";

const MAX_HEADLINE = 300;
const MAX_BODY = 1_000;

function mediaOf(contentType: string | undefined): Referral["media"] {
  if (/^image\//i.test(contentType ?? "")) return "image";
  return /^video\//i.test(contentType ?? "") ? "video" : undefined;
}

/** `ReferralNumMedia` says nothing: every message has it. */
export function referralOf(field: Fields): Referral | undefined {
  const found: Referral = omitUndefined({
    sourceType: limitText(field("ReferralSourceType")),
    sourceId: limitText(field("ReferralSourceId")),
    sourceUrl: limitText(field("ReferralSourceUrl")),
    headline: truncate(field("ReferralHeadline"), MAX_HEADLINE),
    body: truncate(field("ReferralBody"), MAX_BODY),
    media: mediaOf(field("ReferralMediaContentType")),
    clickId: limitText(field("ReferralCtwaClid")),
  });
  return Object.keys(found).length > 0 ? found : undefined;
}
