import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseConfiguration } from "../../lib/config/problems.ts";
import type { Settings } from "../../lib/config/settings.ts";
import { settingsSchema } from "../../lib/config/settings-schema.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = join(ROOT, "infra", "settings");

/**
 * Returns a stage's settings with all defaults. Throws one error with all problems by path, or with the
 * stages that have a file.
 */
export function loadStageSettings(stage: string, folder = FOLDER): Settings {
  const file = join(folder, `${stage}.json`);
  const shown = relative(ROOT, file);
  return parseConfiguration(settingsSchema, read(file, shown, folder), shown);
}

function read(file: string, shown: string, folder: string): string {
  if (existsSync(file)) return readFileSync(file, "utf8");
  const stages = stageFiles(folder);
  throw new Error(
    `${shown} does not exist. ${stages.length > 0 ? `There are: ${stages.join(", ")}.` : "No stage has a settings file."}`,
  );
}

const stageFiles = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort();
