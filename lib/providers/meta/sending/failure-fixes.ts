type Fix = (number: string) => string;

const withFix = (fix: Fix, ...codes: readonly number[]) => codes.map((code) => [String(code), fix] as const);

const againWith = (number: string) => `Fixed? npm run wa -- resume-number ${number}`;

const newToken: Fix = (number) =>
  `Make a new permanent token with both WhatsApp permissions (docs/setup-meta.md), then npm run wa -- secrets set meta.accessToken. The number goes on by itself; at once: npm run wa -- resume-number ${number}`;
const payment: Fix = (number) =>
  `Repair the payment method of the WhatsApp account in Meta's billing settings. ${againWith(number)}`;
const account: Fix = (number) =>
  `Look at the account in Meta's Business Support Home and ask for a review. ${againWith(number)}`;
const name: Fix = (number) => `Have the display name approved in WhatsApp Manager. ${againWith(number)}`;
const registration: Fix = (number) => `Register the number: npm run wa -- setup. ${againWith(number)}`;
const reports: Fix = (number) =>
  `Send no mailings: customers report them. The number tries again by itself. Sooner: npm run wa -- resume-number ${number}`;
const slower: Fix = () =>
  "Nothing while it ends by itself: answers leave more slowly. Do not send mailings now.";
const template: Fix = (number) =>
  `Look at the template in WhatsApp Manager; npm run wa -- templates --number ${number} shows its state.`;
const recipients: Fix = () => "Add the recipient to the test number's list in Meta's App Dashboard.";

const file: Fix = () =>
  "Open the file's link in a private window: it must be public, of its real type and small enough (docs/media.md). In an answer customers got the link instead.";

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes */
const FIXES: ReadonlyMap<string, Fix> = new Map([
  ...withFix(newToken, 0, 3, 10, 33, 190, 131005),
  ...withFix(payment, 131042),
  ...withFix(account, 368, 131031, 131063, 131064),
  ...withFix(name, 131037),
  ...withFix(registration, 131045, 133010),
  ...withFix(reports, 131048),
  ...withFix(slower, 4, 80007, 130429, 131056, 139200),
  ...withFix(template, 132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132068, 132069),
  ...withFix(recipients, 131030),
  ...withFix(file, 131052, 131053),
]);

/** 200 to 299 are missing permissions. */
export const metaFailureFix = (code: string, number: string): string | undefined =>
  (FIXES.get(code) ?? (/^2\d\d$/.test(code) ? newToken : undefined))?.(number);
