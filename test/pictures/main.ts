// Renews docs/pictures: the real output of commands against the local stack, and the synthesized dashboard.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { ChatsbyWhatsapp } from "../../infra/stacks/chatsby-whatsapp.ts";
import { FUNCTION_NAMES, type FunctionName } from "../../lib/config/deployment/function-names.ts";
import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { startStack } from "../../local/stack.ts";
import type { LocalStack } from "../../local/stack-options.ts";
import { chromiumPath } from "../browser/chromium.ts";
import { runCli } from "../cli/support/run-cli.ts";
import { explainItself } from "../support/explain-itself.ts";
import { waitFor } from "../support/wait-for.ts";
import { dashboardSvg } from "./dashboard-svg.ts";
import { picturesOfInbox } from "./inbox.ts";
import { picturesOfPage } from "./page.ts";
import { terminalSvg } from "./terminal-svg.ts";

explainItself(`Renews docs/pictures: the real output of commands against the local stack, the dashboard, and the pages, if there is
a Chromium (CHROMIUM_PATH, else the one of the tests) and a font with emoji (Debian: fonts-noto-color-emoji). Takes a minute.

  npm run pictures`);

const save = (name: string, svg: string) => writeFileSync(`docs/pictures/${name}.svg`, svg);

/** In colour, on a terminal of usual width. */
async function picture(
  stack: LocalStack,
  name: string,
  argv: readonly string[],
  prompt = argv.join(" "),
): Promise<void> {
  const { out } = await runCli([...argv, "--url", stack.url], {
    colour: true,
    width: 110,
    clock: { now: Date.now },
  });
  save(
    name,
    terminalSvg(`npm run wa -- ${prompt}`, out.replaceAll(`localhost:${stack.port}`, "localhost:4000")),
  );
}

function synthesizedDashboard(): string {
  const folder = mkdtempSync(join(tmpdir(), "pictures-"));
  writeFileSync(join(folder, "index.mjs"), "export const handler = () => {};\n");
  const code = Object.fromEntries(FUNCTION_NAMES.map((name) => [name, folder])) as Record<
    FunctionName,
    string
  >;
  const settings = completeSettings(DEMO_SETTINGS, "demo");
  const template = Template.fromStack(
    new ChatsbyWhatsapp(new App({ outdir: mkdtempSync(join(tmpdir(), "pictures-out-")) }), {
      stage: "prod",
      settings,
      code,
    }),
  );
  const [dashboard] = Object.values(template.findResources("AWS::CloudWatch::Dashboard"));
  const parts: unknown[] = dashboard?.Properties.DashboardBody["Fn::Join"][1];
  return parts.map((part) => (typeof part === "string" ? part : "x")).join("");
}

if (chromiumPath) {
  await picturesOfInbox(chromiumPath);
  await picturesOfPage(chromiumPath);
} else console.warn("No Chromium: the pictures of the pages stay as they are.");
save("dashboard", dashboardSvg(synthesizedDashboard()));
const stack = await startStack({ settings: DEMO_SETTINGS });
try {
  for (const [at, text] of [
    "Do you ship to Canada?",
    "What are your opening hours?",
    "Where is my order?",
  ].entries())
    await stack.meta.say({ name: "Dana", phone: `1555077700${at}` }, text);
  await waitFor(
    "three answers",
    () => stack.logs.filter(({ code }) => code === "turn.answered").length === 3,
  );
  await picture(stack, "status", ["status"]);
  stack.meta.account.webhook = undefined;
  stack.meta.account.subscribedApps = [];
  await picture(stack, "setup", ["setup", "--yes", "--agent-id", "agent_1a2b3c4d5e", "--wait", "0"], "setup");
  stack.meta.account.subscribedApps = ["999"];
  stack.meta.account.blocked = { entity: "WABA", code: 141006 };
  await picture(stack, "doctor", ["doctor", "--all"], "doctor");
} finally {
  await stack.stop();
}
