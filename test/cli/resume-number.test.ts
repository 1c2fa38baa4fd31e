import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { FakeOperatorApi } from "./support/fake-operator-api.ts";
import { runCli } from "./support/run-cli.ts";

let api: FakeOperatorApi;
beforeEach(async () => {
  api = new FakeOperatorApi();
  await api.start();
  api.numbers = [
    { number: "support", suspended: { until: 1_795_430_600_000, since: 1_795_430_000_000, code: "190" } },
    { number: "sales" },
  ];
});
afterEach(() => api.stop());

it("lets a suspended number send again, and shows how all of them stand", async () => {
  const { code, out } = await runCli(["resume-number", "support", "--url", api.url]);
  expect(code).toBe(0);
  expect(out).toMatch(/support\s+yes/);
  expect(api.numbers).toEqual([{ number: "support" }, { number: "sales" }]);
});

it("reports to scripts why a number is still suspended", async () => {
  const { out } = await runCli(["resume-number", "sales", "--json", "--url", api.url]);
  expect(JSON.parse(out).numbers[0]).toEqual({
    number: "support",
    suspended: { until: 1_795_430_600_000, since: 1_795_430_000_000, code: "190" },
  });
});
