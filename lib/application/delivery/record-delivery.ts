import type { Deliveries, ReportedStatus, TurnQueue } from "../ports/ports.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import type { FailureClass } from "../sending/failure-class.ts";

export type RecordDeliveryDeps = {
  deliveries: Deliveries;
  turnQueue: TurnQueue;
  telemetry: Telemetry;
  /** What kind of failure the provider's code is. */
  classOf(provider: ReportedStatus["provider"], code: string): FailureClass;
};

/**
 * Keeps what a status says of a part of ours, whatever order statuses come in, and tells the conversation's turn when the part failed.
 * The command is queued also for a repeated failure, because the first attempt may have died before it: the queue and the turn drop repeats.
 */
export const recordDeliveryWith =
  ({ deliveries, turnQueue, telemetry, classOf }: RecordDeliveryDeps) =>
  async (status: ReportedStatus): Promise<void> => {
    const { reference, pricing, state, code = "failed", number = "unknown" } = status;
    const recorded = await deliveries.record(status);
    if (recorded === "recorded" && pricing) {
      const { billable, category } = pricing;
      telemetry.count(billable ? "BilledMessages" : "FreeMessages", 1, { number, category });
      telemetry.info("message.priced", { number, category, price: billable ? "billed" : "free" });
    }
    if (state !== "failed") return;
    // "failed" after "delivered" is noise; after "failed" it is a repeat.
    if (recorded === "stale" && (await deliveries.find(reference))?.state !== "failed") return;
    if (recorded === "recorded") {
      telemetry.count("DeliveryFailed", 1, { number, class: classOf(status.provider, code) });
      telemetry.warn("delivery.failed", { conversation: reference.conversation, turn: reference.turn, part: reference.part, code });
    }
    await turnQueue.send([{ kind: "part-failed", reference, code }]);
  };
