import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Aws, type Environment } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { ChatsbyWhatsapp } from "../../infra/stacks/chatsby-whatsapp.ts";
import type { FunctionName } from "../../lib/config/deployment/function-names.ts";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { EVERYTHING, GROWN, META, settingsOf, TWILIO } from "./sample-settings.ts";

export { EVERYTHING, GROWN, META, settingsOf, TWILIO };

/** Removed after the test run. */
const workspace = mkdtempSync(join(process.env.TEST_RUN_FOLDER ?? tmpdir(), "infra-test-"));
let apps = 0;

/** What CDK notes for people who look for a fault: a stack trace of each resource's creation takes time. */
const NO_TRACES = {
  "aws:cdk:disable-creation-stack-traces": true,
  "aws:cdk:disable-stack-trace": true,
  "aws:cdk:disable-logicalId-metadata": true,
};

/**
 * The same feature flags as a deployment. Without CDK's own validation of templates, which takes 2.5 s of CPU
 * and 300 MB per file: validate.ts asks for it (`validated`).
 */
export const newApp = ({ validated = false } = {}) => {
  const { context }: { context: Record<string, unknown> } = JSON.parse(readFileSync("cdk.json", "utf8"));
  apps += 1;
  return new App({
    context: { ...context, ...NO_TRACES },
    outdir: join(workspace, `app-${apps}`),
    builtinCloudFormationValidation: validated,
    treeMetadata: false,
  });
};

/** The code does not matter here; bundles.test.ts looks at the real one. */
function code(): Record<FunctionName, string> {
  const folder = join(workspace, "code");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.mjs"), "export const handler = () => {};\n");
  return {
    webhook: folder,
    worker: folder,
    delivery: folder,
    operator: folder,
    "agent-actions": folder,
    "lead-webhook": folder,
    inbox: folder,
    "daily-check": folder,
  };
}

export type Options = Partial<SettingsFile> & {
  app?: App;
  stage?: string;
  env?: Environment;
  firstDeploy?: boolean;
};

export function stackOf({ app = newApp(), stage = "dev", env, firstDeploy = false, ...file }: Options = {}) {
  return new ChatsbyWhatsapp(app, {
    stage,
    firstDeploy,
    settings: settingsOf({ numbers: [META, TWILIO], ...file }),
    code: code(),
    ...(env && { env }),
  });
}

type TokenMaps = { stringTokenMap: Map<unknown, unknown>; numberTokenMap: Map<unknown, unknown> };

/**
 * CDK keeps all tokens of all stacks, and so the stacks, for as long as the process runs: more than 1 MB for each.
 * Here those go that `make` has added. What it returns holds none.
 */
function withoutTokens<Made>(make: () => Made): Made {
  // Those of `Aws` are for all stacks.
  void Aws.REGION;
  const { stringTokenMap, numberTokenMap } = Reflect.get(globalThis, "__cdkTokenMap") as TokenMaps;
  const before = [stringTokenMap, numberTokenMap].map((tokens) => [tokens, tokens.size] as const);
  const made = make();
  for (const [tokens, kept] of before)
    for (const [key, token] of [...tokens].slice(kept)) {
      tokens.delete(key);
      // Of CfnReference: what each resource was asked for.
      const table: unknown = Reflect.get((token as object).constructor, "referenceTable");
      if (table instanceof Map) table.clear();
    }
  return made;
}

const templates = new Map<string, Template>();

/** Synthesized once for the same options. */
export function templateOf(options: Omit<Options, "app"> = {}): Template {
  const key = JSON.stringify(options);
  const template = templates.get(key) ?? withoutTokens(() => Template.fromStack(stackOf(options)));
  templates.set(key, template);
  return template;
}

/** CDK shows them at synth, and finds them in the tree as here: no template needs to be made. */
export const warningsOf = (options: Options): string[] =>
  withoutTokens(() =>
    stackOf(options)
      .node.findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === "aws:cdk:warning")
      .map(({ data }) => String(data)),
  );
