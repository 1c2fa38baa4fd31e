/**
 * When refused webhooks are a trouble, for the alarm and for `status`: each that Twilio sends is a lost
 * message, and only the next customer shows that it goes on. What is not signed at all is a stranger's.
 */
export const REFUSED_WEBHOOKS = { atLeast: 3, withinHours: 24, strangers: "unsigned" } as const;
