import { fileURLToPath } from "node:url";
import { build } from "../../infra/bundles/esbuild.ts";

export const SCRIPT = "main.js";

const ENTRY = fileURLToPath(new URL("../../web/phone/main.tsx", import.meta.url));

async function bundle(): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    write: false,
    logLevel: "silent",
  });
  const [file] = outputFiles;
  if (!file) throw new Error("esbuild gave no script for the page");
  return Buffer.from(file.contents);
}

let built: Promise<Buffer> | undefined;

/** Once. After a failure the next request builds again. */
export function script(): Promise<Buffer> {
  built ??= bundle().catch((error: unknown) => {
    built = undefined;
    throw error;
  });
  return built;
}
