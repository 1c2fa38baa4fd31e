import type { Loaded } from "../ports/ports.ts";

/** 0 if never. A provider's note about the customer opens no window. */
export function lastInboundAt({ state, pending }: Pick<Loaded, "state" | "pending">): number {
  const written = pending.filter(({ content }) => content.kind !== "identity-change");
  return Math.max(state.lastInboundAt ?? 0, ...written.map(({ sentAt }) => sentAt));
}
