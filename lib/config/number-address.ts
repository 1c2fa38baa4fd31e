type NumberAddress = { provider: "meta"; phoneNumberId: string } | { provider: "twilio"; from: string };

/** What a provider's webhooks call a number by: Meta `phone_number_id`, Twilio `To`. */
export const numberAddress = (number: NumberAddress) => (number.provider === "meta" ? number.phoneNumberId : number.from);
