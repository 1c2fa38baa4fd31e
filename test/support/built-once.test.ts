import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { builtOnce } from "./built-once.ts";

/** Notes in the shared folder that it ran, and leaves a file. */
const MODULE = `
  import { appendFileSync, writeFileSync } from "node:fs";
  appendFileSync(process.argv[1] + "/../runs", "x");
  writeFileSync(process.argv[1] + "/file", "done");
`;

describe("what suites share", () => {
  let shared: string;
  beforeEach(() => {
    shared = mkdtempSync(join(tmpdir(), "built-once-"));
  });
  afterEach(() => rmSync(shared, { recursive: true }));

  it("is built once, however many ask at the same time or later", async () => {
    const atOnce = await Promise.all([1, 2, 3].map(() => builtOnce("things", MODULE, shared)));
    const folders = new Set([...atOnce, await builtOnce("things", MODULE, shared)]);
    expect([...folders]).toEqual([join(shared, "things")]);
    expect(readFileSync(join(shared, "things", "file"), "utf8")).toBe("done");
    expect(readFileSync(join(shared, "runs"), "utf8")).toBe("x");
    expect(readdirSync(shared).toSorted()).toEqual(["runs", "things"]);
  });

  it("is built by the next who asks when the first one failed", async () => {
    const fails = builtOnce("things", 'throw new Error("broken")', shared);
    const [first, second] = await Promise.allSettled([fails, builtOnce("things", MODULE, shared)]);
    expect(first).toMatchObject({ reason: { message: expect.stringContaining("broken") } });
    expect(second).toMatchObject({ value: join(shared, "things") });
  });
});
