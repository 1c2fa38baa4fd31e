import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const FOLDERS = ["functions", "infra", "lib"];

/** Text to replace, by file. */
export type Edits = Readonly<Record<string, readonly (readonly [before: string, after: string])[]>>;

/** What the compiler says of each file, after these edits of a copy of the product. */
export async function compilerErrors(edits: Edits): Promise<Map<string, string>> {
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
    // More threads would each check the types that they share: half as much CPU again, and memory.
    const argv = [
      "node_modules/typescript/bin/tsc",
      "--noEmit",
      "--singleThreaded",
      "--pretty",
      "false",
      "-p",
      copy,
    ];
    const output = await new Promise<string>((done) => {
      execFile(process.execPath, argv, { maxBuffer: 16 * 1024 * 1024 }, (_, stdout) => done(stdout));
    });
    const errors = new Map<string, string>();
    let file = "";
    for (const line of output.split("\n")) {
      const [, path] = /^(\S+\.ts)\(\d+,\d+\): error/.exec(line) ?? [];
      if (path) file = path.replace(/^.*compiled-copy-[^/]*\//, "");
      if (file) errors.set(file, `${errors.get(file) ?? ""}${line}\n`);
    }
    return errors;
  } finally {
    rmSync(copy, { recursive: true });
  }
}
