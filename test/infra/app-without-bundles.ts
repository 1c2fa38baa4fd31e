// infra/app.ts without its seconds of bundling: each function is a folder with one file.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Code, synthesizeStage } from "../../infra/synthesize-stage.ts";
import { FUNCTION_NAMES } from "../../lib/config/deployment/function-names.ts";

const folder = process.argv[2] ?? "";
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "index.mjs"), "export const handler = () => {};\n");
await synthesizeStage(
  async () => Object.fromEntries(FUNCTION_NAMES.map((name) => [name, folder])) as Code,
  process.env,
);
