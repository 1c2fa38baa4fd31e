import { spawnSync } from "node:child_process";
import { describe, expect, it } from "@jest/globals";

function validated(name: string) {
  const { status, stderr } = spawnSync(process.execPath, ["test/infra/validate.ts", name], {
    encoding: "utf8",
  });
  return { status, stderr };
}

describe("CDK's own rules for templates", () => {
  it("find nothing with any settings, in development and in production", () => {
    const { status, stderr } = validated("any settings");
    expect({ status, error: status === 0 ? "" : stderr }).toEqual({ status: 0, error: "" });
  });

  it("stop the synthesis when they find something", () => {
    const { status, stderr } = validated("an impossible queue");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/VisibilityTimeout|Validation/),
    });
  });
});
