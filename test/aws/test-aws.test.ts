import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { assertLoopback } from "./emulator.ts";

const run = promisify(execFile);

describe("npm run test:aws", () => {
  it("succeeds without Python, and names what is missing and how to get it", async () => {
    const env = { ...process.env, PYTHON: "/nowhere/python3" };
    const { stdout } = await run(process.execPath, ["cli/launch.mjs", "test/aws/main.ts"], { env });
    expect(stdout).toMatch(/^SKIPPED test:aws: .*pip install 'moto\[server\]'/);
  });

  it.each([undefined, "", "https://sqs.eu-central-1.amazonaws.com", "http://localhost.example.com:5000"])(
    "runs nothing against an endpoint that is not on this machine: %s",
    (endpoint) => {
      expect(() => assertLoopback(endpoint)).toThrow(/must name this machine/);
    },
  );

  it.each(["http://localhost:5000", "http://127.0.0.1:5000"])("runs against one that is: %s", (endpoint) => {
    expect(() => assertLoopback(endpoint)).not.toThrow();
  });
});
