import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { bundleFunctions } from "../../infra/bundles/bundle.ts";
import { compileKeywords } from "../../lib/domain/consent/keywords/compile.ts";
import { everyLanguage } from "../../lib/domain/language/languages.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "at-build-"));
  mkdirSync(join(folder, "functions", "f"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Bundles a function that exports what the module exports, and loads it. */
async function bundled(module: string): Promise<{ text: string; value: unknown }> {
  const source = join(folder, "functions");
  writeFileSync(join(source, "f", "value.at-build.ts"), module);
  writeFileSync(join(source, "f", "index.ts"), 'export { VALUE } from "./value.at-build.ts";');
  const [built] = await bundleFunctions({ source, outdir: join(folder, "dist") });
  const text = readFileSync(built?.entry ?? "", "utf8");
  return { text, value: (await import(`data:text/javascript,${encodeURIComponent(text)}`)).VALUE };
}

describe("a module that is evaluated at build time", () => {
  it("is what it exports, without the code that makes it", async () => {
    const { text, value } = await bundled(
      'const secretly = ["a", "ü", "\\u2028"]; export const VALUE = { all: secretly.map((each) => each + each) };',
    );
    expect(value).toEqual({ all: ["aa", "üü", "\u2028\u2028"] });
    expect(text).not.toMatch(/secretly|map/);
  });

  it("is read again by each build", async () => {
    expect((await bundled("export const VALUE: number = 1;")).value).toBe(1);
    expect((await bundled("export const VALUE: number = 2;")).value).toBe(2);
  });

  it.each(["() => 1", "new Map([[1, 2]])", "{ at: new Date(0) }", "undefined", "{ a: undefined }", "NaN"])(
    "is refused when it exports more than plain data: %s",
    async (value) => {
      await expect(bundled(`export const VALUE = ${value};`)).rejects.toThrow(/VALUE.*no plain data/);
    },
  );

  it("is, for the keywords, what the languages say", async () => {
    const { BUILT_IN_KEYWORDS } = await import("../../lib/domain/consent/keywords/keywords.at-build.ts");
    expect(JSON.parse(JSON.stringify(BUILT_IN_KEYWORDS))).toEqual(
      compileKeywords(everyLanguage().map(({ keywords }) => keywords)),
    );
  });
});
