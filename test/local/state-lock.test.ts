import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { lockState } from "../../local/state-lock.ts";

const folder = mkdtempSync(join(tmpdir(), "state-lock-test-"));

/** The exit code and what was printed. */
const secondStart = () =>
  new Promise<{ code: unknown; stderr: string }>((resolve) => {
    const env = { PATH: process.env.PATH ?? "", WA_STATE_DIR: folder, PORT: "0" };
    execFile(process.execPath, ["local/main.ts"], { env }, (error, _, stderr) =>
      resolve({ code: error?.code ?? 0, stderr }),
    );
  });

describe("the folder of WA_STATE_DIR", () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it("refuses a second stack in one sentence that says where the first one is", async () => {
    const lock = lockState(folder);
    lock.answersAt("http://localhost:4000");
    const { code, stderr } = await secondStart();
    expect(code).toBe(1);
    expect(stderr).toBe(
      `The folder ${folder} is in use by another local stack (process ${process.pid}, http://localhost:4000): stop that one, or set WA_STATE_DIR to another folder.\n`,
    );
    lock.release();
  });

  it("names the process also while the first one still starts", () => {
    const lock = lockState(folder);
    expect(() => lockState(folder)).toThrow(`another local stack (process ${process.pid}): stop`);
    lock.release();
  });

  it("is free again when the first one has stopped", () => {
    lockState(folder).release();
    lockState(folder).release();
  });

  it("is free again when the first one was killed", async () => {
    const lock = `import("${new URL("../../local/state-lock.ts", import.meta.url)}").then(({ lockState }) => { globalThis.lock = lockState(${JSON.stringify(folder)}); console.log("locked"); setInterval(() => {}, 1000); })`;
    const first = spawn(process.execPath, ["-e", lock], { stdio: ["ignore", "pipe", "ignore"] });
    await once(first.stdout, "data");
    expect(() => lockState(folder)).toThrow(`(process ${first.pid})`);
    first.kill("SIGKILL");
    await once(first, "exit");
    lockState(folder).release();
  });
});
