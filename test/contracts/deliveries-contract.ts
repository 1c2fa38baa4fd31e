import { describe, expect, it } from "@jest/globals";
import type { ReportedStatus } from "../../lib/application/ports/ports.ts";
import { turnId } from "../../lib/domain/ids.ts";
import type { DeliveryState } from "../../lib/domain/inbound/inbound.ts";
import type { Reference } from "../../lib/domain/turn/reference.ts";
import { aConversation } from "../support/make.ts";
import type { Store } from "./store.ts";

const aStatus = (
  reference: Reference,
  state: DeliveryState,
  change: Partial<ReportedStatus> = {},
): ReportedStatus => ({
  provider: "meta",
  reference,
  state,
  ...change,
});

export function deliveriesContract(name: string, open: () => Store) {
  describe(`${name} keeps the deliveries' promises`, () => {
    const reference = () => ({ conversation: aConversation(), turn: turnId("t1"), part: 0, attempt: 1 });

    it("keeps the furthest state in whatever order statuses come", async () => {
      const { deliveries } = open();
      const part = reference();
      expect(await deliveries.find(part)).toBeUndefined();
      expect(await deliveries.record(aStatus(part, "delivered"))).toBe("recorded");
      expect(await deliveries.record(aStatus(part, "sent"))).toBe("stale");
      expect(await deliveries.record(aStatus(part, "delivered"))).toBe("stale");
      expect(await deliveries.record(aStatus(part, "failed", { code: "131026" }))).toBe("stale");
      expect(await deliveries.record(aStatus(part, "read"))).toBe("recorded");
      expect(await deliveries.find(part)).toEqual({ state: "read" });
    });

    it("keeps a failure over sent, with its code, and nothing lifts it again", async () => {
      const { deliveries } = open();
      const part = reference();
      await deliveries.record(aStatus(part, "sent"));
      expect(await deliveries.record(aStatus(part, "failed", { code: "131047" }))).toBe("recorded");
      expect(await deliveries.record(aStatus(part, "delivered"))).toBe("stale");
      expect(await deliveries.find(part)).toEqual({ state: "failed", code: "131047" });
    });

    it("lets the price of an attempt be counted once, by the status that has it or by itself", async () => {
      const { deliveries } = open();
      const [part, late] = [reference(), reference()];
      const pricing = { billable: true, category: "service" };
      await deliveries.record(aStatus(part, "sent", { pricing }));
      expect(await deliveries.notePrice(part)).toBe("known");
      await deliveries.record(aStatus(late, "read"));
      expect(await deliveries.notePrice(late)).toBe("new");
      expect(await deliveries.notePrice(late)).toBe("known");
      expect(await deliveries.find(late)).toEqual({ state: "read" });
      expect(await deliveries.notePrice({ ...late, attempt: 2 })).toBe("known");
    });

    it("distinguishes attempts", async () => {
      const { deliveries } = open();
      const part = reference();
      await deliveries.record(aStatus(part, "failed", { code: "131016" }));
      expect(await deliveries.find({ ...part, attempt: 2 })).toBeUndefined();
    });
  });
}
