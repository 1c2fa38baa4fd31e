import { expect, it } from "@jest/globals";
import { silenceFindings } from "../../cli/checks/operations.ts";
import type { Cloud, MetricQuery } from "../../cli/cloud/cloud.ts";
import { DAY_MS } from "../../lib/domain/time.ts";
import { META, settingsOf, TWILIO } from "../infra/sample-settings.ts";

const NOW = Date.UTC(2026, 10, 24, 6);

/** Of each number, the messages of the last 24 hours, and of those one week before and so on. */
function cloudWith(days: Readonly<Record<string, readonly number[]>>): Pick<Cloud, "metric" | "settings"> {
  return {
    settings: settingsOf({ numbers: [META, TWILIO] }),
    async metric({ name, stat, since, until }: MetricQuery) {
      expect([name, stat, until - since]).toEqual(["InboundMessages", "Sum", DAY_MS]);
      const weeks = (NOW - until) / (7 * DAY_MS);
      // A series without values is missing.
      return Object.entries(days).flatMap(([number, values]) =>
        values[weeks] ? [{ by: { number }, value: values[weeks] }] : [],
      );
    },
  };
}
const found = (days: Readonly<Record<string, readonly number[]>>) => silenceFindings(cloudWith(days), NOW);

it("doctor names the number that is silent though people usually write to it, and no other", async () => {
  expect(await found({ support: [0, 20, 22, 18, 24], sales: [3, 20, 20, 20, 20] })).toMatchObject([
    { check: "number-silent", verdict: "warning", number: "support" },
  ]);
});

it("doctor finds nothing after a first deploy", async () => {
  expect(await found({})).toMatchObject([{ check: "number-silent", verdict: "ok" }]);
});
