import { type Json, list, record } from "../../../adapters/http/json.ts";
import type { InboundEvent } from "../../../domain/inbound/inbound.ts";
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
 * `user_preferences`: choices about marketing messages made in WhatsApp itself.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences
 */
export function preferencesField(value: Json): InboundEvent[] {
  const businessNumber = numberOf(value);
  const chooserOf = chooserReader(value);
  return list(value.user_preferences).map((entry) => {
    const preference = record(entry);
    if (!businessNumber || !preference) return MALFORMED;
    const action = ACTIONS.get(preference.value);
    if (!action || preference.category !== "marketing_messages")
      return ignored("other-field", "user_preferences");
    const [customer, at] = [chooserOf(preference), seconds(preference.timestamp)];
    if (!customer || at === undefined) return MALFORMED;
    return { kind: "preference", preference: { provider: "meta", businessNumber, customer, action, at } };
  });
}
