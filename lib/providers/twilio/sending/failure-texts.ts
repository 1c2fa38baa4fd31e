const withText = (text: string, ...codes: readonly number[]) =>
  codes.map((code) => [String(code), text] as const);

const NO_ACCESS = "Twilio refuses our access. An admin must look at the account and its token.";
const PASSING = "Twilio or WhatsApp was not available. Try again.";
const TOO_FAST = "Too many messages were sent in a short time. Try again later.";
const SENDER = "This number is not set up for WhatsApp at Twilio. An admin must look at it.";
const CANNOT_SEND = "WhatsApp does not accept this message as it is.";
const FILE = "The file could not be sent.";
const TEMPLATE = "WhatsApp does not accept this template as it is now. Choose another one, or ask an admin.";
const UNREACHABLE =
  "WhatsApp cannot deliver to this customer: not on WhatsApp, an old app, or this business is blocked.";
const OPTED_OUT = "The customer has opted out.";

/** For staff. https://www.twilio.com/docs/api/errors */
const TEXTS: ReadonlyMap<string, string> = new Map([
  ...withText(NO_ACCESS, 20003, 20403, 20404),
  ...withText(PASSING, 63009, 63010, 63012, 63023),
  ...withText(TOO_FAST, 20429, 63017, 63018),
  ...withText("The customer has not written for 24 hours. Send a template.", 63016),
  ...withText(
    "WhatsApp took this message for spam, and has stopped this number's messages for a while.",
    63026,
  ),
  ...withText("This account has sent as many messages as Twilio allows in a day. Try again tomorrow.", 63038),
  ...withText(SENDER, 21910, 63001, 63002, 63007, 63008, 63020),
  ...withText("WhatsApp has locked this number or its account. An admin must look at it.", 63051),
  ...withText("This number has moved to another account. An admin must look at it.", 63059, 63109),
  ...withText(OPTED_OUT, 21610, 63033),
  ...withText("The customer wants no marketing messages.", 63050),
  ...withText(
    "WhatsApp did not deliver this to the customer: the customer gets much marketing already. Try again tomorrow.",
    63049,
  ),
  ...withText("WhatsApp withholds this message from the customer for an experiment of its own.", 63032),
  ...withText("This account may not send to the customer's country.", 21408, 63058),
  ...withText(UNREACHABLE, 21211, 63003, 63014, 63024),
  ...withText("This customer has not joined the sandbox, or did so more than 72 hours ago.", 63015),
  ...withText("The recipient is this business's own number.", 63031),
  ...withText("The message breaks a rule of WhatsApp.", 63013),
  ...withText("The message is too long.", 21617),
  ...withText(CANNOT_SEND, 63005, 63006, 63021, 63030),
  ...withText(FILE, 63019, 63034, 63037),
  ...withText(TEMPLATE, 21654, 21655, 21656, 63027, 63028, 63029, 63040, 63041, 63042, 63054),
  ...withText("This template is still being set up. Try again in a few minutes.", 63053),
]);

export const twilioFailureText = (code: string): string | undefined => TEXTS.get(code);
