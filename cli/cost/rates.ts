/** USD for one answered message: docs/performance.md has the calculation. */
export const AWS_PER_ANSWER_USD = 0.067 / 1_000;

/**
 * USD for one `message.received` or `message.sent` (`events.messages`): EventBridge bills each event of up to
 * 64 kB. https://aws.amazon.com/eventbridge/pricing/
 */
export const AWS_PER_EVENT_USD = 1 / 1_000_000;

/** USD for one file that an engine of AWS was given. */
export type MediaRates = { voiceSecond: number; image: number; document: number };

/**
 * Amazon Transcribe: 0.024 USD a minute of a stream, at least 15 seconds each, which the metric counts so
 * (https://aws.amazon.com/transcribe/pricing/). Amazon Nova 2 Lite: 0.33 USD for a million tokens in and 2.75
 * out; a picture is some 1,900 in and 250 out, a document 5,000 and 1,200
 * (https://aws.amazon.com/bedrock/pricing/). As known in November 2026 from third parties.
 */
export const AWS_MEDIA_USD: MediaRates = { voiceSecond: 0.024 / 60, image: 0.0013, document: 0.005 };
