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
