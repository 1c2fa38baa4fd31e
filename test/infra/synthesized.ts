import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { ChatsbyWhatsapp } from "../../infra/stacks/chatsby-whatsapp.ts";
import { parseConfiguration } from "../../lib/config/problems.ts";
import { type SettingsFile, settingsSchema } from "../../lib/config/settings.ts";

export const META = { name: "support", provider: "meta", phoneNumberId: "998877665544332", agentId: "agent_real" } as const;
export const TWILIO = { name: "sales", provider: "twilio", from: "whatsapp:+14155238886", agentId: "agent_real" } as const;

/** Emptied after the tests of the importing file. */
const workspace = mkdtempSync(join(tmpdir(), "infra-test-"));
afterAll(() => rmSync(workspace, { recursive: true }));
let apps = 0;

/** The same feature flags as a deployment: they change what is synthesized. */
export const newApp = () => {
  const { context }: { context: Record<string, unknown> } = JSON.parse(readFileSync("cdk.json", "utf8"));
  apps += 1;
  return new App({ context, outdir: join(workspace, `app-${apps}`) });
};

/** What the code says does not matter here; bundles.test.ts looks at the real one. */
function code() {
  const folder = join(workspace, "code");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.mjs"), "export const handler = () => {};\n");
  return { webhook: folder, worker: folder, delivery: folder };
}

export const settingsOf = (file: SettingsFile) => parseConfiguration(settingsSchema, JSON.stringify(file), "settings");

export function stackOf({ app = newApp(), stage = "dev", ...file }: Partial<SettingsFile> & { app?: App; stage?: string } = {}) {
  return new ChatsbyWhatsapp(app, { stage, settings: settingsOf({ numbers: [META, TWILIO], ...file }), code: code() });
}

export const templateOf = (options: Parameters<typeof stackOf>[0] = {}) => Template.fromStack(stackOf(options));
