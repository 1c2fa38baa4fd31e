import { describe, expect, it } from "@jest/globals";
import type { Cloud, MetricValue } from "../../lib/cli/cloud/cloud.ts";
import { estimate } from "../../lib/cli/cost/estimate.ts";
import { completeSettings } from "../../lib/config/complete-settings.ts";
import { DEMO_SETTINGS } from "../../lib/simulator/demo.ts";

/** Half of November 2026. */
const NOW = Date.UTC(2026, 10, 16);

function cloudWith(counted: Record<string, MetricValue[]>, local = false): Cloud {
  const unused = async () => undefined;
  return {
    stage: "prod",
    local,
    outputs: {},
    settings: completeSettings(DEMO_SETTINGS, "test"),
    secret: { read: unused, write: async () => undefined },
    queue: unused,
    async *deadLetters() {},
    metric: async ({ name, stat, since, until }) => {
      expect([stat, since, until]).toEqual(["Sum", Date.UTC(2026, 10, 1), NOW]);
      return counted[name] ?? [];
    },
    logs: async () => [],
    alarms: async () => [],
    subscribers: async () => [],
  };
}

describe("the month's estimate", () => {
  it("charges what Meta says is billed, by number, and goes on like this to the month's end", async () => {
    const found = await estimate(
      cloudWith({
        TurnsAnswered: [{ by: { number: "support" }, value: 10_000 }],
        BilledMessages: [
          { by: { number: "support", category: "service" }, value: 9_000 },
          { by: { number: "support", category: "marketing" }, value: 500 },
        ],
        FreeMessages: [{ by: { number: "support", category: "service" }, value: 1_000 }],
      }),
      NOW,
      0.01,
    );
    const [support] = found.numbers;
    expect(support).toMatchObject({ answered: 10_000, billed: { service: 9_000, marketing: 500 }, freeLeft: 0, twilio: 0 });
    expect(support?.whatsapp).toBeCloseTo(95);
    expect(found.aws).toBeCloseTo(0.67 + 10.7 / 2);
    expect(found.forecast).toBeCloseTo(found.total * 2);
  });

  it("takes what Twilio sent beyond the free messages as billed, and adds Twilio's own fee both ways", async () => {
    const found = await estimate(
      cloudWith({ InboundMessages: [{ by: { number: "sales" }, value: 800 }], PartsSent: [{ by: { number: "sales" }, value: 1_200 }] }),
      NOW,
      0.01,
    );
    const sales = found.numbers.find(({ number }) => number === "sales");
    expect(sales).toMatchObject({ billed: { service: 200 }, freeLeft: 0 });
    expect(sales?.whatsapp).toBeCloseTo(2);
    expect(sales?.twilio).toBeCloseTo(10);
  });

  it("counts nothing of AWS for the local stack", async () => {
    expect(await estimate(cloudWith({ TurnsAnswered: [{ by: { number: "support" }, value: 5 }] }, true), NOW, 0.01)).toMatchObject({
      aws: 0,
      total: 0,
    });
  });
});
