import { label, record, text } from "../../../adapters/http/json.ts";
import { limitText, truncate } from "../../../adapters/http/size-limits.ts";
import type { Referral, ReferredProduct } from "../../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";

const MAX_HEADLINE = 300;
const MAX_BODY = 1_000;

const mediaOf = (type: unknown): Referral["media"] =>
  type === "image" || type === "video" ? type : undefined;

/**
 * Any type of message can have one. Ads in the Status tab have no click id.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/text
 */
export function referralOf(value: unknown): Referral | undefined {
  const referral = record(value);
  const welcome = referral?.welcome_message;
  const found: Referral = omitUndefined({
    sourceType: limitText(text(referral?.source_type)),
    sourceId: limitText(label(referral?.source_id)),
    sourceUrl: limitText(text(referral?.source_url)),
    headline: truncate(text(referral?.headline), MAX_HEADLINE),
    body: truncate(text(referral?.body), MAX_BODY),
    media: mediaOf(referral?.media_type),
    welcome: truncate(text(record(welcome)?.text) ?? text(welcome), MAX_BODY),
    clickId: limitText(text(referral?.ctwa_clid)),
  });
  return Object.keys(found).length > 0 ? found : undefined;
}

export function productOf(value: unknown): ReferredProduct | undefined {
  const product = record(value);
  const id = limitText(label(product?.product_retailer_id));
  return id === undefined
    ? undefined
    : { id, ...omitUndefined({ catalogId: limitText(label(product?.catalog_id)) }) };
}
