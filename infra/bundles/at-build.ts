import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Plugin } from "esbuild";
import { build } from "./esbuild.ts";

/** Bundled first, because an import of the file itself would stay in memory, however it changes. */
async function evaluated(path: string): Promise<Record<string, unknown>> {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
    logLevel: "silent",
  });
  const [{ text = "" } = {}] = outputFiles;
  return import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`);
}

/**
 * Modules `*.at-build.ts` export plain data. A bundle gets what they export, not the code and lists that it comes
 * from.
 */
export const atBuild: Plugin = {
  name: "at-build",
  setup({ onLoad }) {
    onLoad({ filter: /\.at-build\.ts$/ }, async ({ path }) => {
      const lines = Object.entries(await evaluated(path)).map(([name, value]) => {
        const json = JSON.stringify(value);
        if (json === undefined || !isDeepStrictEqual(JSON.parse(json), value))
          throw new Error(`${basename(path)} exports ${name}, which is no plain data`);
        return `export const ${name} = JSON.parse(${JSON.stringify(json)});`;
      });
      return { contents: lines.join("\n"), loader: "js" };
    });
  },
};
