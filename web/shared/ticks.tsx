import type { DeliveryState } from "../../lib/domain/inbound/inbound.ts";

const TICKS: Readonly<Record<DeliveryState, readonly [mark: string, label: string]>> = {
  sent: ["✓", "sent"],
  delivered: ["✓✓", "delivered"],
  read: ["✓✓", "read"],
  played: ["✓✓", "played"],
  failed: ["!", "not delivered"],
};

export function Ticks({ state }: { state: DeliveryState | undefined }) {
  if (!state) return null;
  const [mark, label] = TICKS[state];
  return (
    <span class={`ticks ${state}`} title={label} role="img" aria-label={label}>
      {mark}
    </span>
  );
}
