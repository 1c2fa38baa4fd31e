import type { DeliveryStatus } from "../domain/inbound.ts";
import { parseReference } from "../domain/reference.ts";
import type { Deliveries, TurnQueue } from "./ports.ts";
import type { Telemetry } from "./telemetry.ts";

export type RecordDelivery = { deliveries: Deliveries; turnQueue: TurnQueue; telemetry: Telemetry };

/**
 * Keeps what a status says of a part of ours, whatever order statuses come in, and tells the conversation's turn when the part failed.
 * The command is queued also for a repeated failure, because the first attempt may have died before it: the queue and the turn drop repeats.
 */
export const recordDeliveryWith =
  ({ deliveries, turnQueue, telemetry }: RecordDelivery) =>
  async (status: DeliveryStatus): Promise<void> => {
    const reference = parseReference(status.reference);
    if (!reference) {
      telemetry.warn("delivery.unmatched", { provider: status.provider });
      return;
    }
    const recorded = await deliveries.record(reference, status);
    if (recorded === "recorded" && status.pricing)
      telemetry.count(status.pricing.billable ? "BilledMessages" : "FreeMessages", 1, { category: status.pricing.category });
    if (status.state !== "failed") return;
    // "failed" after "delivered" is noise; after "failed" it is a repeat.
    if (recorded === "stale" && (await deliveries.find(reference))?.state !== "failed") return;
    const code = status.code ?? "failed";
    if (recorded === "recorded") {
      telemetry.count("DeliveryFailed", 1, { provider: status.provider, code });
      telemetry.warn("delivery.failed", { conversation: reference.conversation, turn: reference.turn, part: reference.part, code });
    }
    await turnQueue.send([{ kind: "part-failed", reference, code }]);
  };
