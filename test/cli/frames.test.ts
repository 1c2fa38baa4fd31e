import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "@jest/globals";
import { withSources } from "../../cli/frames/with-sources.ts";
import { bundleFunctions } from "../../infra/bundles/bundle.ts";
import { errorFacts } from "../../lib/observability/error-facts.ts";
import { runCli } from "./support/run-cli.ts";

const FAULTY = `import { fail } from "./fail.ts";
export async function handler(text: string) {
  await null;
  return fail(text);
}
`;
const FAIL = `/** Three lines down. */
const unrelated = 1;
export function fail(text: string): never {
  throw new RangeError(unrelated + text);
}
`;

describe("the frames in a log line", () => {
  const folder = mkdtempSync(join(tmpdir(), "frames-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ["", FAULTY, false],
    [" with a line for old packages in front", `${FAULTY}export * from "./old.cjs";`, true],
  ])("lead from the minified bundle%s to the lines that were written", async (_, code, hasLine) => {
    mkdirSync(join(folder, "functions/faulty"), { recursive: true });
    writeFileSync(join(folder, "functions/faulty/index.ts"), code);
    writeFileSync(join(folder, "functions/faulty/fail.ts"), FAIL);
    writeFileSync(join(folder, "functions/faulty/old.cjs"), 'exports.join = require("path").join;');
    const [bundle] = await bundleFunctions({
      source: join(folder, "functions"),
      outdir: join(folder, `dist-${hasLine}`),
    });
    if (!bundle) throw new Error("nothing was built");
    expect(readFileSync(bundle.entry, "utf8")).not.toContain("sourceMappingURL");
    expect(readFileSync(bundle.entry, "utf8").includes("createRequire")).toBe(hasLine);
    const { handler } = await import(pathToFileURL(bundle.entry).href);
    const error = await handler("+15550177001 said hello").catch((thrown: unknown) => thrown);
    const { frames = "" } = errorFacts(error);
    expect(frames).not.toContain("hello");
    const { found, unknown } = withSources(frames, bundle.maps);
    expect(found.map(({ source }) => source).slice(0, 2)).toEqual([
      "functions/faulty/fail.ts:4:9",
      "functions/faulty/index.ts:4:10",
    ]);
    expect(unknown.filter((frame) => frame.startsWith("index.mjs"))).toEqual([]);
  });

  it("are found in a whole line, by the command", async () => {
    const [bundle] = await bundleFunctions({ names: ["delivery"], outdir: join(folder, "delivery") });
    const lines = readFileSync(bundle?.entry ?? "", "utf8").split("\n");
    const row = lines.findIndex((text) => text.includes('"delivery.error"'));
    const frame = `index.mjs:${row + 1}:${(lines[row]?.indexOf('"delivery.error"') ?? 0) + 1}`;
    const { code, out } = await runCli([
      "frames",
      "delivery",
      `{"code":"delivery.error","frames":"a (${frame})"}`,
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^functions/delivery/handler\\.ts:\\d+:\\d+ {2}\\(${frame}\\)$`, "m"));
  });

  it("of another version are named as such", async () => {
    expect(await runCli(["frames", "webhook", "a (chunk-OLDOLD00.mjs:1:2)"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("chunk-OLDOLD00.mjs:1:2: this source builds no such file"),
    });
    expect(await runCli(["frames", "webhook", "hello"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("No frame"),
    });
  });
});
