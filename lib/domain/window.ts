const HOUR = 3_600_000;

/** Replies stop this long before the window closes: a message under way must still arrive inside it. */
const MARGIN = 5 * 60_000;

/**
 * Whether a free-form message may still leave: within 24 hours of the customer's last message, less a margin.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages (customer service windows)
 */
export const windowOpen = (lastInboundAt: number, now: number) => now < lastInboundAt + 24 * HOUR - MARGIN;

/** Providers deliver late for up to seven days: a message this old is not answered as if it were new. */
export const isStale = (sentAt: number, now: number, staleAfterHours: number) => now - sentAt > staleAfterHours * HOUR;
