import { describe, expect, it } from "@jest/globals";
import { runningOutputs } from "../../cli/cloud/stack.ts";
import type { Io } from "../../cli/io.ts";
import { CliProblem, EXIT } from "../../cli/problem.ts";
import { runCli } from "./support/run-cli.ts";

const NOTHING_ANSWERS: Partial<Io> = {
  env: { WA_URL: "http://localhost:4000" },
  fetch: async () => Promise.reject(new TypeError("fetch failed")),
};
const NO_STACK: Partial<Io> = { stackState: async () => undefined };
const denied = async () =>
  Promise.reject(new CliProblem(EXIT.noAccess, "Your AWS identity lacks a permission."));
const NO_ACCESS: Partial<Io> = { stackState: denied, stackOutputs: denied };
const rolledBack = {
  ...{ name: "ChatsbyWhatsapp-dev", status: "ROLLBACK_COMPLETE", protected: false },
  ...{ failures: [], outputs: {} },
};
const ROLLED_BACK: Partial<Io> = {
  stackState: async () => rolledBack,
  stackOutputs: async () => runningOutputs(rolledBack),
};

describe.each([
  ["nothing answers at the local stack's address", NOTHING_ANSWERS, [], EXIT.unreachable],
  ["there is no such stack", NO_STACK, ["--stage", "dev"], EXIT.unreachable],
  ["the stack may not be looked up", NO_ACCESS, ["--stage", "dev"], EXIT.noAccess],
])("when %s", (_, io, where, exit) => {
  it("status --json is still one object, which is not well and says why", async () => {
    const { out, err, code } = await runCli(["status", "--json", ...where], io);
    expect(code).toBe(exit);
    expect(JSON.parse(out)).toMatchObject({ well: false, troubles: [], unknown: [{ what: "all of it" }] });
    expect(JSON.parse(out).unknown[0].why).not.toBe("");
    expect(err).toContain(JSON.parse(out).unknown[0].why);
  });

  it("status --watch --json is one line", async () => {
    const { out } = await runCli(["status", "--watch", "--json", ...where], io);
    expect(out.trimEnd().split("\n")).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({ well: false });
  });

  it("doctor --json is still one object, with a problem", async () => {
    const { out, code } = await runCli(["doctor", "--json", ...where], io);
    expect(code).toBe(exit);
    expect(JSON.parse(out)).toMatchObject({
      ...{ verdict: "problem", resumed: [] },
      findings: [
        { check: "deploy", verdict: "problem", evidence: expect.any(String), fix: expect.any(String) },
      ],
    });
  });

  it("without --json standard output stays empty", async () => {
    expect((await runCli(["status", ...where], io)).out).toBe("");
    expect((await runCli(["doctor", ...where], io)).out).toBe("");
  });
});

it("doctor --json of a first deploy that failed has the same shape", async () => {
  const { out, code } = await runCli(["doctor", "--json", "--stage", "dev"], ROLLED_BACK);
  expect(code).toBe(EXIT.failed);
  expect(JSON.parse(out)).toMatchObject({ stage: "dev", verdict: "problem", resumed: [], findings: [{}] });
});

it("status --json of a first deploy that failed is not well", async () => {
  const { out, code } = await runCli(["status", "--json", "--stage", "dev"], ROLLED_BACK);
  expect(code).toBe(EXIT.failed);
  expect(JSON.parse(out)).toMatchObject({ stage: "dev", well: false });
});

it("wrong usage prints no object", async () => {
  const { out, code } = await runCli(["status", "--json", "--url", "ftp://example.org"]);
  expect([out, code]).toEqual(["", EXIT.usage]);
});
