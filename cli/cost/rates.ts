/** USD for one answered message: docs/performance.md has the calculation. */
export const AWS_PER_ANSWER_USD = 0.067 / 1_000;

/**
 * USD for one `message.received` or `message.sent` (`events.messages`): EventBridge bills each event of up to
 * 64 kB. https://aws.amazon.com/eventbridge/pricing/
 */
export const AWS_PER_EVENT_USD = 1 / 1_000_000;

/**
 * USD a month, independent of traffic: the secret 0.40, two keys 2.00, long polling 0.30, a composite alarm
 * 0.50, some 25 metrics 7.50; each metric in an alarm 0.10.
 */
export const AWS_FIXED_USD = 10.7;
export const AWS_ALARM_USD = 0.1;
