import { DAY_MS, HOUR_MS, MINUTE_MS } from "../time.ts";

/** A message on its way must still arrive in time. */
const MARGIN_MS = 5 * MINUTE_MS;

/**
 * 24 hours after the last message, less a margin.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages (customer
 * service windows)
 */
export const windowClosesAt = (lastInboundAt: number) => lastInboundAt + DAY_MS - MARGIN_MS;

/** Outside the window only templates may be sent. */
export const isWindowOpen = (lastInboundAt: number, now: number) => now < windowClosesAt(lastInboundAt);

/** Providers deliver up to seven days late: a message this old is not answered as if it were new. */
export const isStale = (sentAt: number, now: number, staleAfterHours: number) =>
  now - sentAt > staleAfterHours * HOUR_MS;
