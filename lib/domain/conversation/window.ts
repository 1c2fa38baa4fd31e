import { DAY_MS, HOUR_MS, MINUTE_MS } from "../time.ts";

/** Replies stop this long before the window closes, so that a message on its way still arrives in time. */
const MARGIN_MS = 5 * MINUTE_MS;

/**
 * The end of the customer service window (24 hours after the last message, less a margin), ms since 1970.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages (customer
 * service windows)
 */
export const windowClosesAt = (lastInboundAt: number) => lastInboundAt + DAY_MS - MARGIN_MS;

/** Whether a free-form message may be sent; outside the window only templates may. */
export const isWindowOpen = (lastInboundAt: number, now: number) => now < windowClosesAt(lastInboundAt);

/** Providers deliver up to seven days late: a message this old is not answered as if it were new. */
export const isStale = (sentAt: number, now: number, staleAfterHours: number) =>
  now - sentAt > staleAfterHours * HOUR_MS;
