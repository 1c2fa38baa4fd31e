import { DELIVERY_ORDER, type DeliveryState } from "../inbound/inbound.ts";

/**
 * Statuses arrive twice, late and out of order: `sent < delivered < read < played`, and `failed` only over
 * `sent` (a delivered message can no longer fail).
 */
export function advances(known: DeliveryState | undefined, next: DeliveryState): boolean {
  if (known === undefined) return true;
  if (known === "failed") return false;
  if (next === "failed") return known === "sent";
  return DELIVERY_ORDER.indexOf(next) > DELIVERY_ORDER.indexOf(known);
}

export const overwrittenBy = (next: DeliveryState): DeliveryState[] =>
  [...DELIVERY_ORDER, "failed" as const].filter((known) => advances(known, next));
