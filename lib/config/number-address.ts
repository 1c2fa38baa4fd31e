type NumberAddress = { provider: "meta"; phoneNumberId: string } | { provider: "twilio"; from: string };

/** The provider's name for a number: Meta `phone_number_id`, Twilio `To`. */
export const numberAddress = (number: NumberAddress) => (number.provider === "meta" ? number.phoneNumberId : number.from);
