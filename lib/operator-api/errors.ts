/** HTTP status, and what to do. */
export const ERRORS = {
  "not-signed": [403, "Sign the request with AWS Signature Version 4, for the service execute-api."],
  "not-found": [404, "There is no such call: see docs/operator-api.md."],
  "too-large": [413, "Send at most 256 KB."],
  "not-json": [400, "Send a body of JSON."],
  "bad-request": [400, "Fix what `problems` lists."],
  "bad-cursor": [400, "Use the `cursor` of the page before unchanged, or none to start again."],
  "bad-text": [400, "Write a text of 1 to 20,000 characters."],
  "unknown-number": [
    400,
    "Use the name of a number in the settings; for a conversation, one of a number that is still in the settings.",
  ],
  "too-many-contacts": [400, "A rollout lists at most 200 contacts. Use a percentage for more."],
  "no-inbox": [409, "Drafts are tapped in the inbox, and this stage has none: set inbox.enabled and deploy."],
  "unknown-contact": [
    404,
    "Nothing is known of this contact. Check the number, its country code, and which business number was used.",
  ],
  "unknown-conversation": [404, "There is no such conversation. Find it by the contact first."],
  "unknown-outbound": [404, "Nothing was queued under this id in this conversation."],
  "switched-off": [409, "The number is switched off. Switch it on first, then send again."],
  "opted-out": [
    409,
    "The customer wants no more messages. Only the customer can change that, by writing START.",
  ],
  "window-closed": [
    409,
    "The customer has not written for 24 hours. Send a template instead; a reply may follow once the customer answers.",
  ],
  "id-taken": [409, "Another message was queued under this id. Use a new id for a new message."],
  "bad-template": [422, "Fix what `problems` lists."],
  "unknown-category": [
    422,
    "The settings demand an opt-in for marketing (optIn.requiredForMarketing), and the provider does not say whether this template is marketing. Nothing was sent. Let the provider categorise it, then try again.",
  ],
  "opt-in-in-future": [400, "Use the time when the customer agreed, which is not in the future."],
  "unknown-opt-in": [
    404,
    "No such opt-in is recorded of this customer. `show` lists those that are, with their ids.",
  ],
  "daily-limit": [
    429,
    "The number has begun as many conversations in 24 hours as the provider allows. Go on later.",
  ],
  "provider-failed": [502, "The provider did not answer as expected; `code` is its own. Try again later."],
  "try-again": [503, "Something failed on our side. Try again: repeating the call is safe."],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof ERRORS;
