import { fileURLToPath } from "node:url";
import { Annotations, App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { rememberStage } from "../lib/adapters/files/last-stage.ts";
import { fileNotes, NOTES_FOLDER } from "../lib/adapters/files/notes.ts";
import { FUNCTION_NAMES } from "../lib/config/deployment/function-names.ts";
import { keepsData } from "../lib/config/deployment/stage.ts";
import { stageCode } from "./bundles/stage-code.ts";
import { cdkCommand } from "./settings/cdk-command.ts";
import { defaultStage } from "./settings/default-stage.ts";
import { findFirstDeploy, parseFirstDeploy } from "./settings/first-deploy.ts";
import { loadStageSettings } from "./settings/load.ts";
import { parseRegion, parseStage } from "./settings/stage.ts";
import { ChatsbyWhatsapp } from "./stacks/chatsby-whatsapp.ts";

const STAGED = fileURLToPath(new URL("../dist/.staged", import.meta.url));

/** Missing permissions must never cost a running stage its protection. */
const UNKNOWN =
  "Whether this stack has ever run could not be looked up with the credentials of this shell (cloudformation:DescribeStacks, sts:GetCallerIdentity), so it is protected from deletion. If this is its first deploy, add -c firstDeploy=true: a protected one that fails cannot be deployed again before `npm run wa -- setup` has removed it.";

async function main(): Promise<void> {
  const app = new App({ autoSynth: false });
  const notes = fileNotes(NOTES_FOLDER);
  const stage = parseStage(
    app.node.tryGetContext("stage") ?? (await defaultStage(notes, { say: (text) => console.error(text) })),
  );
  const settings = loadStageSettings(stage);
  // Not the folders of `npm run build`: a local run may be using those.
  const code = await stageCode(FUNCTION_NAMES, settings, `${STAGED}/${stage}`);
  const account = process.env.CDK_DEFAULT_ACCOUNT;
  const asked = parseRegion(app.node.tryGetContext("region"));
  const region = asked ?? process.env.CDK_DEFAULT_REGION;
  // Without an account only an explicit region counts: a laptop's default says nothing about the deploy's.
  const env = account && region ? { account, region } : asked && { region: asked };
  const { firstDeploy, isUnknown } = await findFirstDeploy({
    stackName: `ChatsbyWhatsapp-${stage}`,
    told: parseFirstDeploy(app.node.tryGetContext("firstDeploy")),
    isProtected: keepsData(stage, settings),
    place: account && region ? { account, region, env: process.env } : undefined,
  });
  const stack = new ChatsbyWhatsapp(app, { stage, settings, code, firstDeploy, ...(env && { env }) });
  if (isUnknown) Annotations.of(stack).addWarningV2("chatsby-whatsapp:first-deploy-unknown", UNKNOWN);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
  if ((await cdkCommand()) === "deploy") await rememberStage(notes, stage, region);
}

try {
  await main();
} catch (error) {
  // The message holds the problem. A stack trace helps nobody who wrote a settings file.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
