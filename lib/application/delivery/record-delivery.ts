import type { Deliveries, ReportedStatus, TurnQueue } from "../ports/ports.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import type { FailureClass } from "../sending/failure-class.ts";

export type RecordDeliveryDeps = {
  deliveries: Deliveries;
  turnQueue: TurnQueue;
  telemetry: Telemetry;
  classOf(provider: ReportedStatus["provider"], code: string): FailureClass;
};

/**
 * Statuses come in any order. A failure queues a command each time: the first attempt may have crashed, and
 * the queue and the turn drop repeats.
 */
export async function recordDelivery(deps: RecordDeliveryDeps, status: ReportedStatus): Promise<void> {
  const { deliveries, turnQueue, telemetry, classOf } = deps;
  const { reference, pricing, state, code = "failed", number = "unknown" } = status;
  const recorded = await deliveries.record(status);
  // It comes once, and may be handled after a later status.
  if (pricing && (recorded === "recorded" || (await deliveries.notePrice(reference)) === "new")) {
    const { billable, category } = pricing;
    telemetry.count(billable ? "BilledMessages" : "FreeMessages", 1, { number, category });
    telemetry.info("message.priced", { number, category, price: billable ? "billed" : "free" });
  }
  if (state !== "failed") return;
  // "failed" after "delivered" is noise; after "failed" it is a repeat.
  if (recorded === "stale" && (await deliveries.find(reference))?.state !== "failed") return;
  if (recorded === "recorded") {
    telemetry.count("DeliveryFailed", 1, { number, class: classOf(status.provider, code) });
    telemetry.warn("delivery.failed", {
      conversation: reference.conversation,
      turn: reference.turn,
      part: reference.part,
      code,
    });
  }
  await turnQueue.send([{ kind: "part-failed", reference, code }]);
}
