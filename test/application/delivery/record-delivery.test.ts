import { describe, expect, it } from "@jest/globals";
import { recordDelivery } from "../../../lib/application/delivery/record-delivery.ts";
import type { ReportedStatus } from "../../../lib/application/ports/ports.ts";
import { conversationId, turnId } from "../../../lib/domain/ids.ts";
import type { DeliveryState } from "../../../lib/domain/inbound/inbound.ts";
import { FakeClock, FakeTelemetry, FakeTurnQueue } from "../../support/fakes.ts";
import { memoryDeliveries } from "../../support/memory/memory-ledger.ts";
import { MemoryTable } from "../../support/memory/memory-table.ts";

const reference = { conversation: conversationId("c"), turn: turnId("t"), part: 0, attempt: 1 };
const status = (state: DeliveryState, change: Partial<ReportedStatus> = {}): ReportedStatus => ({
  provider: "meta",
  state,
  reference,
  ...change,
});

function setUp() {
  const deliveries = memoryDeliveries(new MemoryTable(new FakeClock()));
  const [turnQueue, telemetry] = [new FakeTurnQueue(), new FakeTelemetry()];
  return {
    deliveries,
    turnQueue,
    telemetry,
    record: recordDelivery.bind(undefined, {
      classOf: () => "refused" as const,
      deliveries,
      turnQueue,
      telemetry,
    }),
  };
}

describe("a status of a part", () => {
  it("is stored, and queues nothing while all is well", async () => {
    const { record, deliveries, turnQueue } = setUp();
    for (const state of ["read", "sent", "delivered"] as const) await record(status(state));
    expect(await deliveries.find(reference)).toMatchObject({ state: "read" });
    expect(turnQueue.sent).toEqual([]);
  });

  it("of a failure becomes a command for the conversation, also when repeated: the first attempt may have crashed", async () => {
    const { record, turnQueue, telemetry } = setUp();
    await record(status("failed", { code: "131047" }));
    await record(status("failed", { code: "131047" }));
    expect(turnQueue.sent).toEqual([
      { kind: "part-failed", reference, code: "131047" },
      { kind: "part-failed", reference, code: "131047" },
    ]);
    expect(telemetry.sum("DeliveryFailed", { number: "unknown", class: "refused" })).toBe(1);
  });

  it("of a failure after delivery queues nothing: it arrived", async () => {
    const { record, turnQueue } = setUp();
    await record(status("delivered"));
    await record(status("failed", { code: "131026" }));
    expect(turnQueue.sent).toEqual([]);
  });

  it.each([
    ["after a later one", ["delivered", "sent", "sent"]],
    ["twice before a later one", ["sent", "sent", "delivered"]],
    ["twice, around a later one", ["sent", "read", "sent"]],
    ["after a failure", ["failed", "sent"]],
  ] as const)("tells the price, which comes once, also when it is handled %s", async (_, states) => {
    const { record, telemetry } = setUp();
    for (const state of states)
      await record(
        status(state, state === "sent" ? { pricing: { billable: true, category: "service" } } : {}),
      );
    expect(telemetry.sum("BilledMessages", { number: "unknown", category: "service" })).toBe(1);
  });

  it("is counted once by category, and as billed or free", async () => {
    const { record, telemetry } = setUp();
    const pricing = { category: "service", billable: true };
    await record(status("sent", { pricing }));
    await record(status("sent", { pricing }));
    await record(
      status("delivered", {
        pricing: { category: "utility", billable: false },
        reference: { ...reference, part: 1 },
      }),
    );
    expect(telemetry.sum("BilledMessages", { category: "service" })).toBe(1);
    expect(telemetry.sum("FreeMessages", { category: "utility" })).toBe(1);
  });
});
