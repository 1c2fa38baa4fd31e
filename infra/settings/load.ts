import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseConfiguration } from "../../lib/config/settings/problems.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import { settingsSchema } from "../../lib/config/settings/settings-schema.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = join(ROOT, "infra", "settings");

/** Fills in all defaults. Throws one error with all problems by path, or with the stages that have a file. */
export function loadStageSettings(stage: string, folder = FOLDER): Settings {
  const file = join(folder, `${stage}.json`);
  const shown = relative(ROOT, file);
  if (!existsSync(file)) throw new Error(`${shown} does not exist. ${missing(stage, stageFiles(folder))}`);
  return parseConfiguration(settingsSchema, readFileSync(file, "utf8"), shown);
}

/** CDK runs the app for `cdk bootstrap` too, often before the stage has a file. */
const missing = (stage: string, files: readonly string[]) =>
  [
    files.length > 0 ? `There are: ${files.join(", ")}.` : "No stage has a settings file.",
    `\`npm run wa -- setup --stage ${stage}\` writes it.`,
    `\`npx cdk bootstrap\` needs no stage: leave -c stage=${stage} out.`,
  ].join(" ");

const stageFiles = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort();
