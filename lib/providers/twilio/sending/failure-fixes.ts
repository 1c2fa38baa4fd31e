type Fix = (number: string) => string;

const withFix = (fix: Fix, ...codes: readonly number[]) => codes.map((code) => [String(code), fix] as const);

const againWith = (number: string) => `Fixed? npm run wa -- resume-number ${number}`;

const access: Fix = (number) =>
  `Look at the account in Twilio's console. A new auth token: npm run wa -- secrets rotate twilio.authTokens (docs/setup-twilio.md). ${againWith(number)}`;
const sender: Fix = (number) =>
  `Look at the WhatsApp sender in Twilio's console (docs/setup-twilio.md). ${againWith(number)}`;
const spam: Fix = (number) =>
  `Send no mailings: WhatsApp or Twilio limits the number for some hours. Sooner: npm run wa -- resume-number ${number}`;
const slower: Fix = () =>
  "Nothing while it ends by itself: answers leave more slowly. Do not send mailings now.";
const template: Fix = (number) =>
  `Look at the content template in Twilio's console; npm run wa -- templates --number ${number} shows its state.`;
const sandbox: Fix = () => "The customer joins the sandbox again: docs/setup-twilio.md";

const file: Fix = () =>
  "Open the file's link in a private window: it must be public, of its real type and small enough (docs/media.md). In an answer customers got the link instead.";

/** https://www.twilio.com/docs/api/errors */
const FIXES: ReadonlyMap<string, Fix> = new Map([
  ...withFix(access, 20003, 20403, 20404),
  ...withFix(sender, 21910, 63001, 63002, 63007, 63008, 63020, 63051, 63059, 63109),
  ...withFix(spam, 63026, 63038),
  ...withFix(slower, 20429, 63017, 63018),
  ...withFix(template, 21654, 21655, 21656, 63027, 63028, 63029, 63040, 63041, 63042, 63054),
  ...withFix(sandbox, 63015),
  ...withFix(file, 63019, 63034, 63037),
]);

export const twilioFailureFix = (code: string, number: string): string | undefined =>
  FIXES.get(code)?.(number);
