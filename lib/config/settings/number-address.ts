import { PROFILES } from "../../providers/profiles.ts";
import type { AnyNumber } from "../../providers/settings.ts";

/** Meta: `phone_number_id`. Twilio: `To`. */
export const numberAddress = (number: AnyNumber) => PROFILES[number.provider].addressOf(number);
