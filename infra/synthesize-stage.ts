import { Annotations, App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { rememberStage } from "../lib/adapters/files/last-stage.ts";
import { fileNotes, NOTES_FOLDER } from "../lib/adapters/files/notes.ts";
import type { FunctionName } from "../lib/config/deployment/function-names.ts";
import { keepsData } from "../lib/config/deployment/stage.ts";
import type { Settings } from "../lib/config/settings/settings.ts";
import { cdkCommand } from "./settings/cdk-command.ts";
import { defaultStage } from "./settings/default-stage.ts";
import { findFirstDeploy, parseFirstDeploy } from "./settings/first-deploy.ts";
import { loadStageSettings } from "./settings/load.ts";
import { parseRegion, parseStage } from "./settings/stage.ts";
import { ChatsbyWhatsapp } from "./stacks/chatsby-whatsapp.ts";

/** The folder to deploy of each function. */
export type Code = Record<FunctionName, string>;

/** Missing permissions must never cost a running stage its protection. */
const UNKNOWN =
  "Whether this stack has ever run could not be looked up with the credentials of this shell (cloudformation:DescribeStacks, sts:GetCallerIdentity), so it is protected from deletion. If this is its first deploy, add -c firstDeploy=true: a protected one that fails cannot be deployed again before `npm run wa -- setup` has removed it.";

/**
 * As the CDK command line asks for, by variables of the environment. Ends with an exit code where the stack breaks
 * rules; rejects with one line for who wrote the settings.
 */
export async function synthesizeStage(
  codeOf: (stage: string, settings: Settings) => Promise<Code>,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const app = new App({ autoSynth: false });
  const notes = fileNotes(NOTES_FOLDER);
  const stage = parseStage(
    app.node.tryGetContext("stage") ?? (await defaultStage(notes, { say: (text) => console.error(text) })),
  );
  const settings = loadStageSettings(stage);
  const code = await codeOf(stage, settings);
  const account = environment.CDK_DEFAULT_ACCOUNT;
  const asked = parseRegion(app.node.tryGetContext("region"));
  const region = asked ?? environment.CDK_DEFAULT_REGION;
  // Without an account only an explicit region counts: a laptop's default says nothing about the deploy's.
  const env = account && region ? { account, region } : asked && { region: asked };
  const { firstDeploy, isUnknown } = await findFirstDeploy({
    stackName: `ChatsbyWhatsapp-${stage}`,
    told: parseFirstDeploy(app.node.tryGetContext("firstDeploy")),
    isProtected: keepsData(stage, settings),
    place: account && region ? { account, region, env: environment } : undefined,
  });
  const stack = new ChatsbyWhatsapp(app, { stage, settings, code, firstDeploy, ...(env && { env }) });
  if (isUnknown) Annotations.of(stack).addWarningV2("chatsby-whatsapp:first-deploy-unknown", UNKNOWN);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
  if ((await cdkCommand()) === "deploy") await rememberStage(notes, stage, region);
}
