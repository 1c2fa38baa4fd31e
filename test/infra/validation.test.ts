import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "@jest/globals";

describe("CDK's own rules for templates", () => {
  let problems: Record<string, string | null> = {};
  beforeAll(async () => {
    // CDK's rules are a large WebAssembly module, used once: optimizing it takes 200 MB and gains no time.
    const argv = ["--liftoff-only", "test/infra/validate.ts"];
    const { stdout } = await promisify(execFile)(process.execPath, argv);
    problems = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  });

  it("find nothing with any settings, in development and in production", () => {
    expect(problems["any settings"]).toBeNull();
  });

  it("stop the synthesis when they find something", () => {
    expect(problems["an impossible queue"]).toMatch(/VisibilityTimeout|Validation/);
  });
});
