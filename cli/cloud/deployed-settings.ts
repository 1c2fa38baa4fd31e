import { settingsHash } from "../../lib/config/deployment/settings-hash.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import type { Cloud } from "./cloud.ts";

export type SettingsMatch = "same" | "other";

/** The local stack always runs its own settings. */
export function settingsMatch(
  { local, outputs }: Pick<Cloud, "local" | "outputs">,
  settings: Settings,
): SettingsMatch {
  return local || outputs.SettingsHash === settingsHash(settings) ? "same" : "other";
}

export const settingsDiffer = (stage: string) => ({
  what: `The deployed settings differ from infra/settings/${stage}.json: changes in the file have no effect yet.`,
  fix: `Deploy: npm run wa -- setup --stage ${stage}, or npx cdk deploy -c stage=${stage}`,
});
