import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Settings } from "../../lib/config/settings/settings.ts";
import { bundleFunctions } from "./bundle.ts";

/** Beside each deployed bundle. */
export const SETTINGS_FILE = "settings.json";

/** Bundles into `outdir`, with the effective settings beside each. Returns the folder to deploy by name. */
export async function stageCode<Name extends string>(
  names: readonly Name[],
  settings: Settings,
  outdir: string,
): Promise<Record<Name, string>> {
  const functions = await bundleFunctions({ names, outdir });
  const text = `${JSON.stringify(settings, undefined, 2)}\n`;
  await Promise.all(functions.map(({ folder }) => writeFile(join(folder, SETTINGS_FILE), text)));
  return Object.fromEntries(functions.map(({ name, folder }) => [name, folder])) as Record<Name, string>;
}
