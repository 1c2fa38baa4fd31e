import { afterEach, beforeEach, expect, it, jest } from "@jest/globals";
import { powertoolsTelemetry } from "../../lib/observability/powertools.ts";

const written: Record<string, unknown>[] = [];
beforeEach(() => {
  process.env.POWERTOOLS_DEV = "true";
  for (const way of ["info", "warn", "error"] as const)
    jest.spyOn(console, way).mockImplementation((line: string) => void written.push(JSON.parse(line)));
});
afterEach(() => {
  jest.restoreAllMocks();
  delete process.env.POWERTOOLS_DEV;
});

it("a line keeps its own code, by which alarms find it, beside the code of a provider's error", () => {
  powertoolsTelemetry().error("send.refused", { code: "190", failureAction: "stop" });
  expect(written.at(-1)).toMatchObject({
    code: "send.refused",
    errorCode: "190",
    failureAction: "stop",
    message: "send.refused",
  });
});

it("counts each line's dimensions apart, so that none of an earlier line is left", () => {
  const lines: Record<string, unknown>[] = [];
  jest.spyOn(console, "log").mockImplementation((line: string) => void lines.push(JSON.parse(line)));
  const variables = { POWERTOOLS_METRICS_NAMESPACE: "test", POWERTOOLS_METRICS_DISABLED: "false" };
  Object.assign(process.env, variables);
  const telemetry = powertoolsTelemetry();
  telemetry.count("WebhookRejected", 1, { provider: "meta", reason: "forged" });
  telemetry.count("InboundUnsupported", 2, { errorCode: "131051" });
  for (const name of Object.keys(variables)) delete process.env[name];
  expect(lines.map(({ _aws, service, ...counted }) => counted)).toEqual([
    { provider: "meta", reason: "forged", WebhookRejected: 1 },
    { errorCode: "131051", InboundUnsupported: 2 },
  ]);
});
