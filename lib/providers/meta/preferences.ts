import { type Json, list, record } from "../../adapters/http/json.ts";
import type { InboundEvent } from "../../domain/inbound/inbound.ts";
import { chooserReader } from "./customer.ts";
import { ignored, MALFORMED, numberOf } from "./item.ts";
import { seconds } from "./read.ts";

/** "signup" is a first yes, "resume" one after a no. */
const ACTIONS: ReadonlyMap<unknown, "stop" | "start"> = new Map([
  ["stop", "stop"],
  ["resume", "start"],
  ["signup", "start"],
] as const);

/**
 * What `value` of the field `user_preferences` holds: what customers have chosen in WhatsApp itself about marketing messages.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences
 */
export function preferencesField(value: Json): InboundEvent[] {
  const businessNumber = numberOf(value);
  const chooserOf = chooserReader(value);
  return list(value.user_preferences).map((entry) => {
    const preference = record(entry);
    if (!businessNumber || !preference) return MALFORMED;
    const wish = ACTIONS.get(preference.value);
    if (!wish || preference.category !== "marketing_messages") return ignored("other-field", "user_preferences");
    const [customer, at] = [chooserOf(preference), seconds(preference.timestamp)];
    if (!customer || at === undefined) return MALFORMED;
    return { kind: "preference", preference: { provider: "meta", businessNumber, customer, action: wish, at } };
  });
}
