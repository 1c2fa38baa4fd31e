/**
 * USD for one billed message of the category "service" or "utility", by the customer's market; marketing is dearer. Rates of 2026-10-01 as published by
 * third parties: look at Meta's own rate card before you rely on them. https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing
 */
export const RATES_AS_OF = "2026-10-01";
export const RATES: Readonly<Record<string, number>> = { US: 0.0034, BR: 0.0068, PE: 0.03, KE: 0.004, GE: 0.0212 };

/** What a message costs where nobody says from which market customers write: between the cheapest and the dearest that are known. */
export const RATE_UNKNOWN = 0.02;

/** Twilio's own fee for each message in and out, on top of WhatsApp's. https://www.twilio.com/en-us/whatsapp/pricing */
export const TWILIO_FEE = 0.005;

/** Service messages a month that Meta does not charge, for each number. */
export const FREE_SERVICE = 1_000;

/** USD of AWS for one answered message; docs/performance.md has the arithmetic. */
export const AWS_PER_ANSWER = 0.067 / 1_000;

/** USD a month, whatever the traffic: the secret 0.40, two keys 2.00, long polling 0.30, a composite alarm 0.50, some 25 metrics 7.50; alarms 0.10 each. */
export const AWS_STANDING = 10.7;
export const AWS_ALARM = 0.1;
