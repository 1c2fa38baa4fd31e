import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Argument, type Command } from "commander";
import { FUNCTION_NAMES } from "../../lib/config/deployment/function-names.ts";
import { withSources } from "../frames/with-sources.ts";
import { outputTo } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import type { Context } from "../session.ts";

const NAMES: readonly string[] = FUNCTION_NAMES;

/** Builds the function from the local sources to get its source map. esbuild loads on first use. */
async function mapsOf(name: string): Promise<ReadonlyMap<string, string>> {
  const { bundleFunctions } = await import("../../infra/bundles/bundle.ts");
  const folder = await mkdtemp(join(tmpdir(), "chatsby-frames-"));
  try {
    const [bundle] = await bundleFunctions({ names: [name], outdir: folder });
    return bundle?.maps ?? new Map();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const framesCommand = (program: Command, { io }: Context) =>
  program
    .command("frames")
    .description("find the source lines of an error's frames in a log line")
    .addArgument(new Argument("<function>", "which function logged it: the line's `service`").choices(NAMES))
    .argument("[text...]", "the line's `frames`, or the whole line; else what is piped in")
    .addHelpText(
      "after",
      "\nThe source must be the version that is deployed: check it out first, with its packages (npm ci).\n\nExamples:\n  npm run wa -- frames worker 'a (index.mjs:12:3456) < b (index.mjs:7:89)'\n  pbpaste | npm run wa -- frames webhook",
    )
    .action(async (name: string, words: readonly string[]) => {
      const text = words.length > 0 ? words.join(" ") : (await io.stdin()).toString("utf8");
      const { found, unknown } = withSources(text, await mapsOf(name));
      if (found.length === 0)
        throw new CliProblem(EXIT.usage, `No frame of the function ${name} is in that text.`, [
          unknown.length > 0
            ? `${unknown.join(", ")}: this source builds no such file. Check out the version that is deployed, or name another function.`
            : "Frames look like this: a (index.mjs:12:3456)",
        ]);
      const print = outputTo(io);
      for (const { frame, source } of found) print.line(`${source}  (${frame})`);
      if (unknown.length > 0) print.note(`Not of this version: ${unknown.join(", ")}`);
    });
