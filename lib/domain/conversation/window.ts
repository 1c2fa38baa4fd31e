const HOUR = 3_600_000;

/** Replies stop this long before the window closes: a message under way must still arrive inside it. */
const MARGIN = 5 * 60_000;

/**
 * Until when a free-form message may leave: 24 hours after the customer's last message, less a margin. Milliseconds since 1970.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages (customer service windows)
 */
export const windowClosesAt = (lastInboundAt: number) => lastInboundAt + 24 * HOUR - MARGIN;

/** Whether a free-form message may still leave. */
export const isWindowOpen = (lastInboundAt: number, now: number) => now < windowClosesAt(lastInboundAt);

/** Providers deliver late for up to seven days: a message this old is not answered as if it were new. */
export const isStale = (sentAt: number, now: number, staleAfterHours: number) => now - sentAt > staleAfterHours * HOUR;
