import { conditionOf } from "../../lib/config/deployment/stack-status.ts";
import { keepsData } from "../../lib/config/deployment/stage.ts";
import { type Finding, ok, problem, warning } from "../../lib/domain/health/finding.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { settingsDiffer, settingsMatch } from "../cloud/deployed-settings.ts";
import { type StackState, stackTrouble } from "../cloud/stack.ts";

export function checkStack(state: StackState): Finding[] {
  const check = "deploy";
  const trouble = stackTrouble(state);
  if (!trouble) return [ok(check, `The last deploy succeeded (${state.status}).`)];
  return [(conditionOf(state) === "busy" ? warning : problem)(check, trouble.what, trouble.fix)];
}

export function checkSettings(cloud: Pick<Cloud, "local" | "outputs" | "settings" | "stage">): Finding[] {
  const check = "deploy.settings";
  const { what, fix } = settingsDiffer(cloud.stage);
  return settingsMatch(cloud, cloud.settings) === "same"
    ? [ok(check, `What is deployed is infra/settings/${cloud.stage}.json.`)]
    : [warning(check, what, fix)];
}

/**
 * A stage that keeps data must be protected from deletion. The first deploy leaves the protection out, so
 * that it can be rolled back.
 */
export function checkProtection({
  stage,
  settings,
  stack,
}: Pick<Cloud, "stage" | "settings" | "stack">): Finding[] {
  if (!stack || !keepsData(stage, settings)) return [];
  const check = "deploy.protection";
  if (stack.protected) return [ok(check, "The stack cannot be deleted by mistake.")];
  return [
    warning(
      check,
      "The stack is not protected from being deleted by mistake: a first deploy leaves that out, so that it can be undone when it fails.",
      `Deploy once more, which changes nothing else: npx cdk deploy -c stage=${stage}`,
    ),
  ];
}
