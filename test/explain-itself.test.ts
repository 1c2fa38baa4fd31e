import { spawnSync } from "node:child_process";
import { expect, it } from "@jest/globals";

const run = (...argv: string[]) =>
  spawnSync(process.execPath, ["cli/launch.mjs", ...argv], {
    encoding: "utf8",
    env: { PATH: process.env.PATH },
  });

it.each(["bench/main.ts", "test/pictures/main.ts", "test/aws/main.ts", "test/fuzz/main.ts"])(
  "%s --help says what it does, and does nothing",
  (main) => {
    const { status, stdout } = run(main, "--help");
    expect([status, stdout]).toEqual([0, expect.stringContaining("  npm run ")]);
    expect(stdout.split("\n").length).toBeLessThan(15);
  },
);

it("what a program does not take is refused before anything is done", () => {
  const { status, stdout, stderr } = run("bench/main.ts", "--quick");
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("It takes no --quick.");
});
