import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "@jest/globals";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

type Run = {
  numPassedTests: number;
  testResults: readonly {
    name: string;
    status: string;
    message: string;
    assertionResults: readonly { fullName: string; status: string; failureMessages: readonly string[] }[];
  }[];
};

/** Of test/fixtures/test-runner, in one process, as `npm test` would. */
const run = () =>
  new Promise<{ code: unknown; run: Run }>((resolve, reject) => {
    const config = {
      ...{ rootDir: ROOT, roots: ["<rootDir>/test/fixtures/test-runner"], testMatch: ["**/*.case.ts"] },
      ...{ transform: {}, extensionsToTreatAsEsm: [".ts"] },
      testEnvironment: "<rootDir>/test/support/jest/shared-environment.mjs",
      runtime: "<rootDir>/test/support/jest/native-runtime.mjs",
    };
    const jest = ["node_modules/jest/bin/jest.js", "--config", JSON.stringify(config), "--json", "--ci"];
    execFile(process.execPath, [...jest, "--runInBand"], { cwd: ROOT }, (error, out) =>
      out ? resolve({ code: error?.code ?? 0, run: JSON.parse(out) }) : reject(error),
    );
  });

describe("the test runner", () => {
  let code: unknown;
  let found: Run;
  beforeAll(async () => {
    ({ code, run: found } = await run());
  });
  const file = (name: string) => found.testResults.find((each) => each.name.endsWith(`/${name}.case.ts`));

  it("ends with an error when a test has failed", () => expect(code).toBe(1));

  it.each(["passes", "passes-after"])("lets the file %s pass", (name) =>
    expect(file(name)).toMatchObject({ status: "passed" }),
  );

  it("fails each test that should, with its reason", () => {
    const reasons = Object.fromEntries(
      (file("fails")?.assertionResults ?? []).map(({ fullName, status, failureMessages }) => [
        fullName,
        `${status} ${failureMessages.join("\n").slice(0, 400)}`,
      ]),
    );
    expect(reasons).toEqual({
      "an expectation that is not met": expect.stringMatching(/failed.*toBe.*fails\.case\.ts:4/s),
      "an expectation of a table, 1": "passed ",
      "an expectation of a table, 2": expect.stringMatching(/failed.*toBe/s),
      hangs: expect.stringMatching(/failed.*Exceeded timeout of 200 ms/s),
      "a hook before all fails its tests": expect.stringMatching(/failed.*broken on purpose/s),
      "a hook after each fails its test": expect.stringMatching(/failed.*broken on purpose/s),
      "rejects behind its back": expect.stringMatching(/failed.*nobody listens/s),
    });
  });

  it.each(["fails-after-all", "fails-to-load"])("fails the file %s", (name) =>
    expect(file(name)).toMatchObject({ status: "failed", message: expect.stringContaining("on purpose") }),
  );
});
