import type { Referral } from "../../domain/inbound.ts";
import { present } from "../../domain/present.ts";
import { brief } from "../http/bounded.ts";
import { label, record, text } from "../http/json.ts";

/**
 * The ad or post that a message came from; it can ride on any type of message. Ads in the Status tab have no click id.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/text
 */
export function referralOf(value: unknown): Referral | undefined {
  const referral = record(value);
  const found: Referral = present({
    sourceType: brief(text(referral?.source_type)),
    sourceId: brief(label(referral?.source_id)),
    sourceUrl: brief(text(referral?.source_url)),
    headline: brief(text(referral?.headline)),
    clickId: brief(text(referral?.ctwa_clid)),
  });
  return Object.keys(found).length > 0 ? found : undefined;
}
