import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const FOLDERS = ["functions", "infra", "lib"];

/** Text to replace, by file. */
type Edits = Readonly<Record<string, readonly (readonly [before: string, after: string])[]>>;

/** Files with at least one error after these edits of a copy of the product, in order. */
export async function filesThatDoNotCompile(edits: Edits): Promise<string[]> {
  const copy = mkdtempSync(join(tmpdir(), "compiled-copy-"));
  try {
    for (const folder of FOLDERS) cpSync(folder, join(copy, folder), { recursive: true });
    symlinkSync(resolve("node_modules"), join(copy, "node_modules"));
    cpSync("package.json", join(copy, "package.json"));
    const { compilerOptions } = JSON.parse(readFileSync("tsconfig.json", "utf8"));
    writeFileSync(join(copy, "tsconfig.json"), JSON.stringify({ compilerOptions, include: FOLDERS }));
    for (const [file, changes] of Object.entries(edits)) {
      const text = changes.reduce(
        (before, [old, next]) => {
          if (!before.includes(old)) throw new Error(`${file} does not hold ${old}`);
          return before.replace(old, next);
        },
        readFileSync(file, "utf8"),
      );
      writeFileSync(join(copy, file), text);
    }
    const output = await new Promise<string>((done) => {
      execFile(process.execPath, ["node_modules/typescript/bin/tsc", "--noEmit", "-p", copy], (_, stdout) =>
        done(stdout),
      );
    });
    const files = [...output.matchAll(/^(\S+\.ts)\(\d+,\d+\): error/gm)].map(([, file = ""]) =>
      file.replace(/^.*compiled-copy-[^/]*\//, ""),
    );
    return [...new Set(files)].sort();
  } finally {
    rmSync(copy, { recursive: true });
  }
}
