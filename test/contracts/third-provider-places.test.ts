import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, it } from "@jest/globals";

const copy = mkdtempSync(join(tmpdir(), "third-provider-"));
afterAll(() => rmSync(copy, { recursive: true }));

/** With at least one error, in order. */
async function filesThatDoNotCompile(): Promise<string[]> {
  const output = await new Promise<string>((done) => {
    execFile(process.execPath, ["node_modules/typescript/bin/tsc", "--noEmit", "-p", copy], (_, stdout) =>
      done(stdout),
    );
  });
  const files = [...output.matchAll(/^(\S+\.ts)\(\d+,\d+\): error/gm)].map(([, file = ""]) =>
    file.replace(/^.*third-provider-[^/]*\//, ""),
  );
  return [...new Set(files)].sort();
}

const PROVIDERS = 'PROVIDERS = ["meta", "twilio"]';

it("names every place that a third provider needs, as soon as its name is in the list", async () => {
  for (const folder of ["functions", "infra", "lib"]) cpSync(folder, join(copy, folder), { recursive: true });
  symlinkSync(resolve("node_modules"), join(copy, "node_modules"));
  cpSync("package.json", join(copy, "package.json"));
  const { compilerOptions } = JSON.parse(readFileSync("tsconfig.json", "utf8"));
  writeFileSync(
    join(copy, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["functions", "infra", "lib"] }),
  );

  const list = join(copy, "lib/domain/inbound/inbound.ts");
  const before = readFileSync(list, "utf8");
  expect(before).toContain(PROVIDERS);
  writeFileSync(list, before.replace(PROVIDERS, 'PROVIDERS = ["meta", "twilio", "echo"]'));
  const registries = readdirSync("lib/providers")
    .filter(
      (name) =>
        name.endsWith(".ts") && readFileSync(join("lib/providers", name), "utf8").includes('from "./meta/'),
    )
    .map((name) => `lib/providers/${name}`);
  expect(registries.length).toBeGreaterThan(5);
  // The handler and the secret's schema follow from the registry of secrets.
  const followers = ["functions/webhook/handler.ts", "lib/config/secrets.ts", "lib/config/stack-outputs.ts"];
  expect(await filesThatDoNotCompile()).toEqual([...followers, ...registries].sort());
});
