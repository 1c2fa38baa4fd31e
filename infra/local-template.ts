// Synthesizes the stage "local" in a separate process: aws-cdk-lib needs 200 MB that no running stack should
// keep. Standard input: complete settings as JSON. Standard output: `{ name, template, code, reads }` as JSON;
// `code` names the function by the S3 key of its code, `reads` the settings that decide what the others are. Needs neither bundles nor network. Set
// CDK_VALIDATION=false: the rules for deployments are `cdk synth`'s.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { App } from "aws-cdk-lib";
import { FUNCTION_NAMES, type FunctionName } from "../lib/config/deployment/function-names.ts";
import { completeSettings } from "../lib/config/settings/complete-settings.ts";
import { recordReads } from "../lib/config/settings/recorded-reads.ts";
import { ChatsbyWhatsapp } from "./stacks/chatsby-whatsapp.ts";

const STAGE = "local";
const NAME_FILE = "function";

type AssetManifest = { files: Record<string, { source: { path: string; packaging: string } }> };

function readJson(path: string | URL) {
  return JSON.parse(readFileSync(path, "utf8"));
}

function placeholders(folder: string): Record<FunctionName, string> {
  const folders = FUNCTION_NAMES.map((name) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, NAME_FILE), name);
    return [name, join(folder, name)] as const;
  });
  return Object.fromEntries(folders) as Record<FunctionName, string>;
}

const workspace = mkdtempSync(join(tmpdir(), "chatsby-template-"));
try {
  const { settings, reads } = recordReads(
    completeSettings(await json(process.stdin), "the local stack's settings"),
  );
  // The same feature flags as a deployment.
  const { context } = readJson(new URL("../cdk.json", import.meta.url));
  const outdir = join(workspace, "out");
  const app = new App({ context, outdir, treeMetadata: false });
  new ChatsbyWhatsapp(app, { stage: STAGE, settings, code: placeholders(workspace), isDeployed: false });
  const [stack] = app.synth().stacks;
  if (!stack) throw new Error("No stack was synthesized.");
  const { files }: AssetManifest = readJson(join(outdir, `${stack.stackName}.assets.json`));
  const code = Object.entries(files).flatMap(([hash, { source }]) =>
    source.packaging === "zip"
      ? [[`${hash}.zip`, readFileSync(join(outdir, source.path, NAME_FILE), "utf8")]]
      : [],
  );
  process.stdout.write(
    JSON.stringify({
      name: stack.stackName,
      template: stack.template,
      code: Object.fromEntries(code),
      reads,
    }),
  );
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
