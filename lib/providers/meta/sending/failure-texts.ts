const withText = (text: string, ...codes: readonly number[]) =>
  codes.map((code) => [String(code), text] as const);

const NO_ACCESS = "Meta refuses our access to this number. An admin must look at the access token.";
const PASSING = "WhatsApp was not available. Try again.";
const TOO_FAST = "Too many messages were sent in a short time. Try again later.";
const RESTRICTED =
  "Meta has restricted this business account. An admin must look at it in Meta's business settings.";
const CANNOT_SEND = "WhatsApp does not accept this message as it is.";
const TEMPLATE = "WhatsApp does not accept this template as it is now. Choose another one, or ask an admin.";

/** For staff. https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes */
const TEXTS: ReadonlyMap<string, string> = new Map([
  ...withText(NO_ACCESS, 0, 3, 10, 33, 190, 131005),
  ...withText(PASSING, 1, 2, 131000, 131016, 131057, 133004),
  ...withText(TOO_FAST, 4, 80007, 130429, 139200),
  ...withText("This customer got too many messages in a short time. Try again in a minute.", 131056),
  ...withText(
    "WhatsApp has stopped this number's messages because customers reported or blocked it. Try again later.",
    131048,
  ),
  ...withText("The customer has not written for 24 hours. Send a template.", 131047),
  ...withText(RESTRICTED, 368, 131031),
  ...withText("The display name of this number is not approved by Meta yet.", 131037),
  ...withText("Meta has a problem with the payment. An admin must look at the payment method.", 131042),
  ...withText("This number is not registered for WhatsApp. An admin must register it.", 131045, 133010),
  ...withText("Meta does not let this account send marketing templates.", 131063),
  ...withText("Meta has limited this account because of how it categorised templates.", 131064),
  ...withText("The customer wants no marketing messages.", 131050),
  ...withText(
    "WhatsApp did not deliver this to the customer: the customer gets much marketing already. Try again tomorrow.",
    131049,
  ),
  ...withText("WhatsApp withholds this message from the customer for an experiment of its own.", 130472),
  ...withText("WhatsApp does not let this business write to customers in this country.", 130497),
  ...withText("The recipient is this business's own number.", 131021),
  ...withText(
    "WhatsApp cannot deliver to this customer: not on WhatsApp, an old app, or this business is blocked.",
    131026,
  ),
  ...withText("A test number sends only to the recipients that are listed at Meta.", 131030),
  ...withText(CANNOT_SEND, 100, 131008, 131009, 131051, 134011, 135000),
  ...withText("The file could not be sent.", 131052, 131053),
  ...withText("WhatsApp does not have this message.", 131060),
  ...withText("The customer's phone number is needed for this message, and not known.", 131062),
  ...withText(TEMPLATE, 132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132068, 132069),
  ...withText("The customer's phone may have passed to somebody else, so WhatsApp did not deliver.", 137000),
]);

/** 200 to 299 are missing permissions. */
export const metaFailureText = (code: string): string | undefined =>
  TEXTS.get(code) ?? (/^2\d\d$/.test(code) ? NO_ACCESS : undefined);
