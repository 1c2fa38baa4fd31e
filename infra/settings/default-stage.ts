import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readLastStage } from "../../lib/adapters/files/last-stage.ts";
import type { Notes } from "../../lib/adapters/files/notes.ts";

/** It has a settings file in every clone. */
const FALLBACK = "dev";

const hasSettings = (stage: string) => existsSync(fileURLToPath(new URL(`${stage}.json`, import.meta.url)));

/** Without `-c stage=…`: the stage that setup or a deploy used last on this machine. */
export async function defaultStage(
  notes: Notes,
  { exists = hasSettings, say }: { exists?: (stage: string) => boolean; say(text: string): void },
): Promise<string> {
  const last = await readLastStage(notes);
  // `cdk bootstrap` runs the app too, and needs no stage.
  if (!last || !exists(last.stage)) return FALLBACK;
  say(`Stage ${last.stage}, the last one that was deployed from here. Another one: -c stage=NAME`);
  return last.stage;
}
