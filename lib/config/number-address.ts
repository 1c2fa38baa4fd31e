import { PROFILES } from "../providers/profiles.ts";
import type { AnyNumber } from "../providers/settings.ts";

/** The provider's name for a number: Meta `phone_number_id`, Twilio `To`. */
export const numberAddress = (number: AnyNumber) => PROFILES[number.provider].addressOf(number);
